import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import type { Collection, Write } from '../../../kernel/store.ts';

/** A replay as it is kept. Times are epoch milliseconds; `from` and `to` are times of events. */
export const Replay = z.object({
  name: z.string(),
  description: z.string().optional(),
  archive: z.string(),
  bus: z.string(),
  /** The only rules that get the events; undefined for all rules of the bus. */
  rules: z.array(z.string()).optional(),
  from: z.number(),
  to: z.number(),
  state: z.enum(['STARTING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'CANCELLED', 'FAILED']),
  stateReason: z.string().optional(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  /** The place in the archive, and the event's time, up to which it has come. */
  reached: z.object({ key: z.string(), time: z.number() }).optional(),
});
export type Replay = z.infer<typeof Replay>;

/** The replays of one engine. */
export class Replays {
  readonly #engine: Engine;
  readonly #kept: Collection<Replay>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#kept = engine.store.collection('events.replays', Replay);
  }

  arnOf(name: string): string {
    const { region, accountId } = this.#engine;
    return `arn:aws:events:${region}:${accountId}:replay/${name}`;
  }

  find(name: string): Promise<Replay | undefined> {
    return this.#kept.get(name);
  }

  /** Throws ResourceNotFoundException. */
  async need(name: string): Promise<Replay> {
    const replay = await this.find(name);
    if (replay) return replay;
    throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
  }

  async list(): Promise<Replay[]> {
    return (await this.#kept.list()).map(({ value }) => value);
  }

  putting(replay: Replay): Write {
    return this.#kept.putting(replay.name, replay);
  }
}

/** Whether a replay still has something to do. */
export const isUnderWay = ({ state }: Replay): boolean =>
  state === 'STARTING' || state === 'RUNNING' || state === 'CANCELLING';
