import type { Engine } from '../../../engine.ts';
import type { Timer } from '../../../kernel/clock.ts';
import type { Collection } from '../../../kernel/store.ts';
import type { Job } from '../job.ts';
import { laneKey } from './lane.ts';
import { Patience } from './patience.ts';
import { delayed, QueuedEvent, queuedEvent } from './queuedEvent.ts';

/** Takes an event one step further: its next state, or undefined when it is over. */
type Step = (event: QueuedEvent) => Promise<QueuedEvent | undefined>;

type Line = { due: string[]; running: number; patience: Patience };

/** A line runs so many at once, and a further one only when none ends for long. */
const FEW = 4;

/**
 * Invocations that nobody waits for. Each is in the store until it is over, so that a crash repeats
 * the step it interrupted; only keys are held in memory.
 */
export class EventQueue {
  readonly #engine: Engine;
  readonly #step: Step;
  readonly #stored: Collection<QueuedEvent>;
  readonly #lines = new Map<string, Line>();
  readonly #timers = new Map<string, Timer>();
  readonly #taken = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #state: 'new' | 'started' | 'stopped' = 'new';
  #signalStop: () => void = () => {};
  readonly #stopSignal = new Promise<void>((resolve) => {
    this.#signalStop = resolve;
  });

  constructor(engine: Engine, step: Step) {
    this.#engine = engine;
    this.#step = step;
    this.#stored = engine.store.collection('lambda.events', QueuedEvent);
  }

  /** Resolves once the event is durable. */
  async add(job: Job): Promise<void> {
    const event = queuedEvent(job, this.#engine.clock.now());
    const key = `${String(event.queuedAt).padStart(15, '0')}-${job.requestId}`;
    await this.#stored.put(key, event);
    if (this.#state === 'started') this.#take(key, event);
  }

  async start(): Promise<void> {
    this.#state = 'started';
    for (const { key, value } of await this.#stored.list()) this.#take(key, value);
  }

  /** Leaves what is not over in the store. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#signalStop();
    for (const timer of this.#timers.values()) timer.cancel();
    for (const { patience } of this.#lines.values()) patience.end();
    await Promise.all(this.#running);
  }

  #take(key: string, event: QueuedEvent): void {
    if (this.#taken.has(key)) return;
    this.#taken.add(key);
    this.#schedule(key, event);
  }

  #schedule(key: string, event: QueuedEvent): void {
    if (this.#state === 'stopped') return;
    const wait = event.dueAt - this.#engine.clock.now();
    if (wait <= 0) {
      this.#enqueue(key, laneKey(event.job));
      return;
    }
    const lineKey = laneKey(event.job);
    const timer = this.#engine.clock.after(wait, () => {
      this.#timers.delete(key);
      this.#enqueue(key, lineKey);
    });
    this.#timers.set(key, timer);
  }

  #enqueue(key: string, lineKey: string): void {
    const patience = new Patience(this.#engine.clock);
    const line = this.#lines.get(lineKey) ?? { due: [], running: 0, patience };
    this.#lines.set(lineKey, line);
    line.due.push(key);
    this.#pump(lineKey, line);
  }

  #pump(lineKey: string, line: Line): void {
    if (this.#state !== 'started') return;
    while (line.running < FEW && line.due.length > 0) this.#begin(lineKey, line);
    if (line.due.length > 0) line.patience.wait('long', () => this.#goOn(lineKey, line));
    else if (line.running === 0) this.#lines.delete(lineKey);
  }

  #goOn(lineKey: string, line: Line): void {
    this.#begin(lineKey, line);
    this.#pump(lineKey, line);
  }

  /** Takes the next one of a line, if there is one. */
  #begin(lineKey: string, line: Line): void {
    const key = line.due.shift();
    if (key === undefined) return;
    line.running += 1;
    const run = this.#run(key).finally(() => {
      this.#running.delete(run);
      line.running -= 1;
      line.patience.end();
      this.#pump(lineKey, line);
    });
    this.#running.add(run);
  }

  /** Never rejects: an event that cannot be advanced now stays in the store for the next start. */
  async #run(key: string): Promise<void> {
    try {
      const event = await this.#stored.get(key);
      if (event) await this.#advance(key, event);
    } catch (error) {
      this.#engine.log.problem(`queued event ${key}`, error);
    }
  }

  async #advance(key: string, event: QueuedEvent): Promise<void> {
    const next = await Promise.race([this.#next(event), this.#stopSignal]);
    if (this.#state === 'stopped') return;
    if (next) {
      await this.#stored.put(key, next);
      this.#schedule(key, next);
    } else {
      await this.#stored.delete(key);
      this.#taken.delete(key);
    }
  }

  async #next(event: QueuedEvent): Promise<QueuedEvent | undefined> {
    try {
      return await this.#step(event);
    } catch (error) {
      if (this.#state === 'started') {
        const { requestId, functionName } = event.job;
        this.#engine.log.problem(`event ${requestId} of ${functionName} is delayed`, error);
      }
      return delayed(event, this.#engine.clock.now());
    }
  }
}
