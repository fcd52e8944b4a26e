import { z } from 'zod';
import type { Engine } from '../../../engine.ts';
import { JsonObject } from '../../../kernel/json.ts';
import type { Collection, Write } from '../../../kernel/store.ts';
import { Target } from '../rules/target.ts';

/** Why an attempt failed, in the codes of EventBridge's dead-letter attributes. */
export const Failure = z.object({ code: z.string(), message: z.string(), retryable: z.boolean() });
export type Failure = z.infer<typeof Failure>;

/** A failure after which no attempt follows; `condition` when it is the retry policy that ends it. */
export const LastFailure = Failure.extend({ condition: z.string().optional() });
export type LastFailure = z.infer<typeof LastFailure>;

const Event: z.ZodType<JsonObject> = JsonObject;

/** One event on its way to one target. Times are epoch milliseconds. */
export const Delivery = z.object({
  id: z.string(),
  ruleArn: z.string(),
  target: Target,
  event: Event,
  acceptedAt: z.number(),
  dueAt: z.number(),
  attempts: z.number(),
  /** Set when only the dead-letter queue is left to try. */
  lastFailure: LastFailure.optional(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A delivery's place in the order of when it is due. */
export type Due = { id: string; dueAt: number };

const dueKey = (dueAt: number, id = ''): string => `${String(dueAt).padStart(15, '0')}/${id}`;

/** The undelivered, kept until they are delivered or given up. */
export class Deliveries {
  readonly #kept: Collection<Delivery>;
  readonly #due: Collection<{ id: string }>;

  constructor(engine: Engine) {
    this.#kept = engine.store.collection('events.deliveries', Delivery);
    this.#due = engine.store.collection('events.due', z.object({ id: z.string() }));
  }

  get(id: string): Promise<Delivery | undefined> {
    return this.#kept.get(id);
  }

  adding(delivery: Delivery): Write[] {
    const { id, dueAt } = delivery;
    return [this.#kept.putting(id, delivery), this.#due.putting(dueKey(dueAt, id), { id })];
  }

  deleting(due: Due): Write[] {
    return [this.#kept.deleting(due.id), this.forgetting(due)];
  }

  /** Takes away a place that its delivery no longer has. */
  forgetting({ id, dueAt }: Due): Write {
    return this.#due.deleting(dueKey(dueAt, id));
  }

  /** In order, those due at `until` at the latest. */
  dueAt(until: number, limit: number): Promise<Due[]> {
    return this.#list({ before: dueKey(until + 1), limit });
  }

  /** When the first one after `time` is due. */
  async nextAfter(time: number): Promise<number | undefined> {
    const [next] = await this.#list({ after: dueKey(time + 1), limit: 1 });
    return next?.dueAt;
  }

  async #list(range: { before?: string; after?: string; limit: number }): Promise<Due[]> {
    const entries = await this.#due.list(range);
    return entries.map(({ key, value }) => ({ id: value.id, dueAt: Number(key.split('/')[0]) }));
  }
}
