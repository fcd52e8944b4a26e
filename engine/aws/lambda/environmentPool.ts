import type { Engine } from '../../engine.ts';
import type { Timer } from '../../kernel/clock.ts';
import type { Environment, Load, NewEnvironment, Outcome } from './environment.ts';
import type { Job } from './job.ts';
import { emptyLane, environmentsOf, type Lane, laneKey, type Waiting } from './queue/lane.ts';
import { stopping, throttled } from './refusals.ts';

/** A lane gets so many as soon as all are busy, and a further one only when none has got free for a while. */
const FEW = 4;
/** Threads cost memory: no more are kept warm than this, however many there were at the same time. */
const WARM = 32;
const IDLE_MS = 5 * 60_000;
/** A warm environment that is busy is mostly free again before a further one would have started. */
const PATIENCE_MS = 25;

/**
 * Gives each invocation an environment: a warm one, a further one when all stay busy, or the next
 * that gets free. Those that hang hold nobody up: there may be as many at once as the account has
 * concurrency, and beyond that Lambda throttles. Tenants of a tenant-isolated function never share one.
 */
export class EnvironmentPool {
  readonly #engine: Engine;
  readonly #load: Load;
  readonly #newEnvironment: NewEnvironment;
  readonly #lanes = new Map<string, Lane>();
  /** Every idle environment, least recently used first. */
  readonly #idle = new Map<Environment, { lane: Lane; timer: Timer }>();
  #stopped = false;

  constructor(engine: Engine, load: Load, newEnvironment: NewEnvironment) {
    this.#engine = engine;
    this.#load = load;
    this.#newEnvironment = newEnvironment;
  }

  run(job: Job): Promise<Outcome> {
    if (this.#stopped) return Promise.reject(stopping());
    if (!this.#hasRoom()) return Promise.reject(throttled('ConcurrentInvocationLimitExceeded'));
    const lane = this.#lanes.get(laneKey(job)) ?? emptyLane(job);
    this.#lanes.set(lane.key, lane);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ job, resolve, reject });
      this.#serve(lane);
    });
  }

  /** Ends the environments of a function whose code or configuration changed; busy ones afterwards. */
  retire(functionName: string): void {
    for (const lane of this.#lanes.values()) {
      if (lane.functionName !== functionName) continue;
      for (const environment of [...lane.opening, ...lane.busy]) environment.retired = true;
      for (const environment of lane.idle) this.#end(environment);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { timer } of this.#idle.values()) timer.cancel();
    for (const lane of this.#lanes.values()) {
      this.#stopWaiting(lane);
      for (const waiting of lane.waiting.splice(0)) waiting.reject(stopping());
    }
    const all = [...this.#lanes.values()].flatMap(environmentsOf);
    await Promise.all(all.map((environment) => environment.close()));
  }

  #serve(lane: Lane): void {
    while (lane.waiting.length > 0) {
      const environment = this.#takeIdle(lane);
      if (!environment) break;
      this.#assign(lane, environment);
    }
    if (lane.waiting.length > 0 && lane.opening.size === 0) this.#grow(lane, false);
  }

  #takeIdle(lane: Lane): Environment | undefined {
    for (const environment of [...lane.idle].reverse()) {
      if (environment.usable) {
        this.#wake(environment);
        return environment;
      }
      this.#end(environment);
    }
    return undefined;
  }

  #assign(lane: Lane, environment: Environment): void {
    const waiting = lane.waiting.shift();
    if (waiting) void this.#run(lane, environment, waiting);
    else this.#rest(lane, environment);
  }

  async #run(lane: Lane, environment: Environment, waiting: Waiting): Promise<void> {
    lane.busy.add(environment);
    try {
      waiting.resolve(await environment.run(waiting.job));
    } catch (error) {
      waiting.reject(error);
    }
    lane.busy.delete(environment);
    if (environmentsOf(lane).length >= FEW) this.#stopWaiting(lane);
    if (!this.#stopped) this.#rest(lane, environment);
  }

  #grow(lane: Lane, waited: boolean): void {
    if (!this.#hasRoom()) return;
    if (waited || environmentsOf(lane).length === 0) {
      void this.#open(lane);
      return;
    }
    lane.patience ??= this.#engine.clock.after(PATIENCE_MS, () => {
      lane.patience = undefined;
      if (lane.waiting.length > 0 && lane.opening.size === 0) this.#grow(lane, true);
    });
  }

  #stopWaiting(lane: Lane): void {
    lane.patience?.cancel();
    lane.patience = undefined;
  }

  async #open(lane: Lane): Promise<void> {
    const environment = this.#newEnvironment(this.#engine, lane.functionName);
    const requestId = lane.waiting[0]?.job.requestId ?? '';
    lane.opening.add(environment);
    try {
      const failure = await environment.open(requestId, this.#load);
      if (failure) lane.waiting.shift()?.resolve(failure);
    } catch (error) {
      lane.waiting.shift()?.reject(error);
    }
    lane.opening.delete(environment);
    if (this.#stopped) return;
    if (environment.gone || environment.retired) this.#rest(lane, environment);
    else this.#assign(lane, environment);
    this.#serve(lane);
  }

  /** What becomes of an environment that has nothing to do: it is kept warm, or ends. */
  #rest(lane: Lane, environment: Environment): void {
    if (environment.gone || environment.retired) this.#close(environment);
    else {
      const timer = this.#engine.clock.after(IDLE_MS, () => this.#end(environment));
      lane.idle.add(environment);
      this.#idle.set(environment, { lane, timer });
      this.#endOldest();
    }
    for (const other of this.#lanes.values()) {
      if (other.waiting.length > 0) this.#serve(other);
    }
    this.#forget(lane);
  }

  #wake(environment: Environment): void {
    const rest = this.#idle.get(environment);
    rest?.timer.cancel();
    rest?.lane.idle.delete(environment);
    this.#idle.delete(environment);
  }

  #end(environment: Environment): void {
    const lane = this.#idle.get(environment)?.lane;
    this.#wake(environment);
    this.#close(environment);
    if (lane) this.#forget(lane);
  }

  #endOldest(): void {
    const [oldest] = this.#idle.keys();
    if (oldest && this.#idle.size > WARM) this.#end(oldest);
  }

  /** Whether the account's concurrency is not used up. What is warm and idle uses none. */
  #hasRoom(): boolean {
    let used = 0;
    for (const { opening, busy } of this.#lanes.values()) used += opening.size + busy.size;
    return used < this.#engine.quotas.concurrentExecutions;
  }

  #forget(lane: Lane): void {
    if (lane.waiting.length > 0 || environmentsOf(lane).length > 0) return;
    this.#stopWaiting(lane);
    this.#lanes.delete(lane.key);
  }

  #close(environment: Environment): void {
    environment
      .close()
      .catch((error: unknown) => this.#engine.log.problem('ending a function', error));
  }
}
