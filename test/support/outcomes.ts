import { z } from 'zod';
import type { Disturbance } from '../../engine/kernel/faults.ts';

const Recorded = z.object({
  Key: z.object({ pk: z.object({ S: z.string().startsWith('registration#') }) }),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
});

/** The facts that make a registration active together. */
const WANTED = ['provisioned', 'adminCreated'];

/** Sees what becomes of registrations as it is recorded, without a question that costs the engine time. */
export class Outcomes {
  /** When each registration had come to its end, by `performance.now()`. */
  readonly activeAt = new Map<string, number>();
  readonly failed = new Set<string>();
  readonly #seen = new Map<string, Set<string>>();

  readonly disturbance: Disturbance = {
    strike: async (when, { service, operation, input }) => {
      if (when === 'before' || service !== 'dynamodb' || operation !== 'UpdateItem') return;
      const recorded = Recorded.safeParse(input);
      if (recorded.success) this.#record(recorded.data);
    },
  };

  #record({ Key, ExpressionAttributeNames }: z.infer<typeof Recorded>): void {
    const id = Key.pk.S.slice('registration#'.length);
    const names = Object.values(ExpressionAttributeNames);
    if (names.includes('failed')) this.failed.add(id);
    if (this.activeAt.has(id)) return;
    const seen = new Set([...(this.#seen.get(id) ?? []), ...names]);
    this.#seen.set(id, seen);
    if (!WANTED.every((name) => seen.has(name))) return;
    this.#seen.delete(id);
    this.activeAt.set(id, performance.now());
  }
}
