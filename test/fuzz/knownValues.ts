import { z } from 'zod';

/** Fields of answers that name something which later requests can ask for. */
const NAMES = [
  'registrationId',
  'tenantName',
  'executionName',
  'webhookId',
  'username',
  'productId',
  'orderId',
  'nextToken',
] as const;

const Made = z.partialRecord(z.enum(NAMES), z.string());

/** What the product has, by the name under which requests ask for it. */
export class KnownValues {
  private readonly byName = new Map<string, string[]>();

  add(name: string, value: string): void {
    const all = this.byName.get(name) ?? [];
    if (!all.includes(value)) this.byName.set(name, [...all, value]);
  }

  /** Takes note of what an answer has made; lists are left out, which hold the callers themselves. */
  learn(body: unknown): void {
    if (typeof body !== 'object' || body === null) return;
    const known = Object.entries(body).filter(([name]) => NAMES.some((one) => one === name));
    for (const [name, value] of Object.entries(Made.parse(Object.fromEntries(known)))) {
      this.add(name, value);
    }
  }

  pick(name: string, which: number): string | undefined {
    const all = this.byName.get(name) ?? [];
    return all[which % Math.max(all.length, 1)];
  }
}
