import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import type { Collection, Write } from '../../kernel/store.ts';
import { MessageAttributes } from './messageAttributes.ts';

/** A message as it is kept. Times are epoch milliseconds; `receipt` is that of the last receive. */
export const Message = z.object({
  id: z.string(),
  queue: z.string(),
  body: z.string(),
  attributes: MessageAttributes,
  systemAttributes: z.record(z.string(), z.string()),
  sentAt: z.number(),
  visibleAt: z.number(),
  /** In the queue that it is in now. */
  receiveCount: z.number(),
  receivedElsewhere: z.number(),
  firstReceivedAt: z.number().optional(),
  receipt: z.string().optional(),
});
export type Message = z.infer<typeof Message>;

/** What is known of a message without reading it; kept in order of when it becomes visible. */
const Place = z.object({ id: z.string(), sentAt: z.number(), received: z.boolean() });
export type Place = z.infer<typeof Place> & { visibleAt: number };

const PAGE = 500;

const placeKey = (queue: string, visibleAt: number, id = ''): string =>
  `${queue}/${String(visibleAt).padStart(15, '0')}/${id}`;

/** All messages of one engine: each has its record and its place in its queue's order. */
export class Messages {
  readonly #records: Collection<Message>;
  readonly #places: Collection<z.infer<typeof Place>>;

  constructor(engine: Engine) {
    this.#records = engine.store.collection('sqs.messages', Message);
    this.#places = engine.store.collection('sqs.places', Place);
  }

  get(queue: string, id: string): Promise<Message | undefined> {
    return this.#records.get(`${queue}/${id}`);
  }

  adding(message: Message): Write[] {
    const { id, queue, sentAt, visibleAt, receiveCount } = message;
    return [
      this.#records.putting(`${queue}/${id}`, message),
      this.#places.putting(placeKey(queue, visibleAt, id), {
        id,
        sentAt,
        received: receiveCount > 0,
      }),
    ];
  }

  deleting(queue: string, place: { id: string; visibleAt: number }): Write[] {
    return [
      this.#records.deleting(`${queue}/${place.id}`),
      this.#places.deleting(placeKey(queue, place.visibleAt, place.id)),
    ];
  }

  /** `before` and `after` may differ in anything, queue included. */
  changing(before: Message, after: Message): Write[] {
    return [...this.deleting(before.queue, before), ...this.adding(after)];
  }

  /** In order of visibility, those visible at `until` at the latest. */
  async due(queue: string, until: number, limit: number): Promise<Place[]> {
    const before = placeKey(queue, until + 1);
    return this.#page(queue, { before, limit });
  }

  /** When the first message of the queue is or becomes visible. */
  async firstVisibleAt(queue: string): Promise<number | undefined> {
    const [first] = await this.#page(queue, { limit: 1 });
    return first?.visibleAt;
  }

  /** Every message's place, a page at a time. */
  async *pages(queue: string): AsyncGenerator<Place[]> {
    let page = await this.#page(queue, { limit: PAGE });
    while (page.length > 0) {
      yield page;
      const last = page.at(-1);
      const after = last ? placeKey(queue, last.visibleAt, last.id) : queue;
      page = await this.#page(queue, { after, limit: PAGE });
    }
  }

  async #page(queue: string, range: { before?: string; after?: string; limit: number }) {
    const entries = await this.#places.list({ prefix: `${queue}/`, ...range });
    return entries.map(({ key, value }) => ({ ...value, visibleAt: Number(key.split('/')[1]) }));
  }
}
