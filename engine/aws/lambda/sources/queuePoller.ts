import type { Engine } from '../../../engine.ts';
import { sleep } from '../../../kernel/clock.ts';
import type { LambdaFunction } from '../functions/functionSchema.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import type { RunInvocation } from '../invocation.ts';
import { failedItems } from './failedItems.ts';
import { gather } from './gather.ts';
import { inInvocations, type QueueMessage } from './queueRecord.ts';
import type { SourceMapping } from './sourceMapping.ts';
import { sourceQueue } from './sourceQueue.ts';

/** What a poller works with. */
export type PollerParts = { engine: Engine; functions: FunctionStore; run: RunInvocation };

type Batch = { fn: LambdaFunction; messages: QueueMessage[] };

/** As many batches as Lambda begins with where a mapping sets no limit. */
const AT_ONCE = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Hands the messages of one queue to one function, a batch at a time. Nothing is kept here: what is not
 * deleted because the function failed, or the engine ended, comes back after the visibility timeout.
 */
export class QueuePoller {
  readonly #parts: PollerParts;
  readonly #mapping: SourceMapping;
  readonly #running = new Set<Promise<unknown>>();
  #state: 'polling' | 'retired' | 'stopped' = 'polling';
  #troubles = 0;
  #signalStop: () => void = () => {};
  readonly #stopSignal = new Promise<undefined>((resolve) => {
    this.#signalStop = () => resolve(undefined);
  });

  constructor(parts: PollerParts, mapping: SourceMapping) {
    this.#parts = parts;
    this.#mapping = mapping;
  }

  /** Resolves when it has been retired or stopped and nothing of it is under way. */
  async poll(): Promise<void> {
    const atOnce = this.#mapping.ScalingConfig?.MaximumConcurrency ?? AT_ONCE;
    while (this.#state === 'polling') {
      const batch = await this.#unlessStopped(this.#next());
      if (batch) this.#begin(batch);
      while (this.#state === 'polling' && this.#running.size >= atOnce) {
        await Promise.race(this.#running);
      }
    }
    await Promise.all(this.#running);
  }

  /** Lets it end what it has begun, and what it is waiting for now. */
  retire(): void {
    if (this.#state === 'polling') this.#state = 'retired';
  }

  /** Ends it at once. */
  stop(): void {
    this.#state = 'stopped';
    this.#signalStop();
  }

  #unlessStopped<T>(work: Promise<T>): Promise<T | undefined> {
    return Promise.race([work, this.#stopSignal]);
  }

  async #next(): Promise<Batch | undefined> {
    const { engine, functions } = this.#parts;
    try {
      const fn = await functions.get(this.#mapping.FunctionName);
      const queue = sourceQueue(engine, fn, this.#mapping.EventSourceArn);
      const messages = await gather(engine.clock, queue.receive, this.#mapping);
      this.#troubles = 0;
      return messages.length > 0 ? { fn, messages } : undefined;
    } catch (error) {
      await this.#pause(error);
      return undefined;
    }
  }

  async #pause(error: unknown): Promise<void> {
    const { clock } = this.#parts.engine;
    if (this.#troubles === 0) this.#report(error);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#troubles);
    this.#troubles += 1;
    await sleep(clock, pause);
  }

  #begin(batch: Batch): void {
    const work = this.#process(batch).catch((error: unknown) => this.#report(error));
    const run: Promise<unknown> = this.#unlessStopped(work).finally(() => {
      this.#running.delete(run);
    });
    this.#running.add(run);
  }

  async #process({ fn, messages }: Batch): Promise<void> {
    const { engine, run } = this.#parts;
    const { EventSourceArn: queueArn, FunctionResponseTypes } = this.#mapping;
    const { FunctionName: functionName, FunctionArn: invokedFunctionArn } = fn.configuration;
    const queue = sourceQueue(engine, fn, queueArn);
    for (const part of inInvocations(messages, { queueArn, region: engine.region })) {
      const requestId = engine.random.uuid();
      const { payload } = part;
      const outcome = await run(fn, { requestId, functionName, invokedFunctionArn, payload });
      const ids = part.messages.map(({ MessageId }) => MessageId);
      const failed = failedItems(outcome, ids, FunctionResponseTypes.length > 0);
      await queue.remove(part.messages.filter(({ MessageId }) => !failed.includes(MessageId)));
    }
  }

  #report(error: unknown): void {
    if (this.#state === 'stopped') return;
    const { FunctionName, EventSourceArn } = this.#mapping;
    this.#parts.engine.log.problem(
      `the queue ${EventSourceArn} of ${FunctionName} is delayed`,
      error,
    );
  }
}
