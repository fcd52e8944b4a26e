import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import { JsonObject } from '../../../kernel/json.ts';
import type { Collection, Write } from '../../../kernel/store.ts';
import { type EventPattern, eventPattern } from '../pattern/eventPattern.ts';

/** An archive as it is kept. `bus` is the bus's name; 0 days keep for ever; times are epoch ms. */
export const Archive = z.object({
  name: z.string(),
  bus: z.string(),
  description: z.string().optional(),
  eventPattern: z.string().optional(),
  kmsKeyIdentifier: z.string().optional(),
  retentionDays: z.number(),
  createdAt: z.number(),
});
export type Archive = z.infer<typeof Archive>;

const Event: z.ZodType<JsonObject> = JsonObject;
const Archived = z.object({ event: Event, archivedAt: z.number() });

/** One archived event, and its place in the order of time. */
export type Archived = z.infer<typeof Archived> & { key: string };

type Keeper = { archive: Archive; matches: EventPattern };

const DAY_MS = 86_400_000;

const padded = (time: number): string => String(time).padStart(15, '0');

/** Where the events of a time, epoch milliseconds, begin in an archive. */
export const placeOf = (archive: string, time: number): string => `${archive}/${padded(time)}`;

const isKept = (archive: Archive, archivedAt: number, now: number): boolean =>
  archive.retentionDays === 0 || archivedAt + archive.retentionDays * DAY_MS > now;

/** The archives of one engine and the events in them. Those of a bus are kept compiled. */
export class Archives {
  readonly #engine: Engine;
  readonly #kept: Collection<Archive>;
  readonly #events: Collection<z.infer<typeof Archived>>;
  readonly #keepers = new Map<string, Promise<Keeper[]>>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#kept = engine.store.collection('events.archives', Archive);
    this.#events = engine.store.collection('events.archived', Archived);
  }

  arnOf(name: string): string {
    const { region, accountId } = this.#engine;
    return `arn:aws:events:${region}:${accountId}:archive/${name}`;
  }

  find(name: string): Promise<Archive | undefined> {
    return this.#kept.get(name);
  }

  /** Throws ResourceNotFoundException. */
  async need(name: string): Promise<Archive> {
    const archive = await this.find(name);
    if (archive) return archive;
    throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
  }

  async list(): Promise<Archive[]> {
    return (await this.#kept.list()).map(({ value }) => value);
  }

  async put(archive: Archive): Promise<void> {
    await this.#kept.put(archive.name, archive);
    this.#keepers.delete(archive.bus);
  }

  /** With all that it holds. */
  async delete(archive: Archive): Promise<void> {
    const events = await this.#events.list({ prefix: `${archive.name}/` });
    const gone = events.map(({ key }) => this.#events.deleting(key));
    await this.#engine.store.batch([...gone, this.#kept.deleting(archive.name)]);
    this.#keepers.delete(archive.bus);
  }

  /** The writes that keep a new event of a bus in each archive that wants it. */
  async keeping(bus: string, event: JsonObject): Promise<Write[]> {
    const archivedAt = this.#engine.clock.now();
    const order = `${padded(Date.parse(String(event['time'])))}/${padded(archivedAt)}`;
    return (await this.#keepersOf(bus))
      .filter(({ matches }) => matches(event))
      .map(({ archive: { name } }) =>
        this.#events.putting(`${name}/${order}/${event['id']}`, { event, archivedAt }),
      );
  }

  /** Events in the order of their time, between two places. */
  async events(
    archive: Archive,
    range: { after?: string; before?: string; limit?: number } = {},
  ): Promise<Archived[]> {
    const found = await this.#events.list({ prefix: `${archive.name}/`, ...range });
    return found.map(({ key, value }) => ({ key, ...value }));
  }

  /** Removes what is older than its archive's retention. */
  async sweep(): Promise<void> {
    const now = this.#engine.clock.now();
    for (const archive of await this.list()) {
      const held = await this.#events.list({ prefix: `${archive.name}/` });
      const expired = held.filter(({ value }) => !isKept(archive, value.archivedAt, now));
      await this.#engine.store.batch(expired.map(({ key }) => this.#events.deleting(key)));
    }
  }

  #keepersOf(bus: string): Promise<Keeper[]> {
    const known = this.#keepers.get(bus);
    if (known !== undefined) return known;
    const loading = this.list().then((all) =>
      all
        .filter((archive) => archive.bus === bus)
        .map((archive) => ({
          archive,
          matches:
            archive.eventPattern === undefined ? () => true : eventPattern(archive.eventPattern),
        })),
    );
    this.#keepers.set(bus, loading);
    return loading;
  }
}
