import { z } from 'zod';
import type { AwsCall } from '../../../endpoint/call.ts';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Failure } from './delivery.ts';
import { failureOf, TIMED_OUT } from './deliveryFailure.ts';

/** The error of an attempt that the engine's stop cut short: whether it had its effect is not known. */
export const ABANDONED = new Error('the engine stopped before the target answered');

const TIMEOUT_MS = 30_000;

const PutEventsAnswer = z.object({
  Entries: z.array(
    z.object({ ErrorCode: z.string().optional(), ErrorMessage: z.string().optional() }),
  ),
});

/** PutEvents answers 200 even when it took nothing. */
const readAnswer = (call: AwsCall, answer: JsonObject): void => {
  if (call.operation !== 'PutEvents') return;
  const [entry] = PutEventsAnswer.parse(answer).Entries;
  if (entry?.ErrorCode) throw new AwsError(entry.ErrorCode, entry.ErrorMessage ?? '');
};

/** Calls to targets: each ends in time, and all end when the engine stops. */
export class Attempts {
  readonly #engine: Engine;
  readonly #running = new Set<() => void>();
  #closed = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Answers the failure, undefined when there is none. Throws ABANDONED. */
  async make(call: AwsCall): Promise<Failure | undefined> {
    if (this.#closed) throw ABANDONED;
    try {
      readAnswer(call, await this.#inTime(this.#engine.call(call)));
      return undefined;
    } catch (error) {
      if (error === ABANDONED) throw error;
      return failureOf(error);
    }
  }

  /** Ends all attempts, also those to come. */
  abandon(): void {
    this.#closed = true;
    for (const abandon of this.#running) abandon();
  }

  /** A call that is never answered must neither hold a place nor hold up a stop. */
  async #inTime<T>(answer: Promise<T>): Promise<T> {
    let finish = () => {};
    const cut = new Promise<never>((_, reject) => {
      const timer = this.#engine.clock.after(TIMEOUT_MS, () => reject(TIMED_OUT));
      const abandon = () => reject(ABANDONED);
      this.#running.add(abandon);
      finish = () => {
        timer.cancel();
        this.#running.delete(abandon);
      };
    });
    try {
      return await Promise.race([answer, cut]);
    } finally {
      finish();
    }
  }
}
