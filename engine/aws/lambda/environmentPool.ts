import type { Engine } from '../../engine.ts';
import type { Timer } from '../../kernel/clock.ts';
import type { Environment, Load, NewEnvironment, Outcome } from './environment.ts';
import type { Job } from './job.ts';
import { emptyLane, environmentsOf, type Lane, laneKey, type Waiting } from './queue/lane.ts';
import { stopping, throttled } from './refusals.ts';

/** A lane gets so many as soon as all are busy; a further one only when none gets free for long. */
const FEW = 4;
/** As many in all are fine, busy and warm ones: threads cost memory. Beyond that, too, patience is long. */
const MANY = 32;
const IDLE_MS = 5 * 60_000;
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
    const lane = this.#lanes.get(laneKey(job)) ?? emptyLane(job, this.#engine.clock);
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
      lane.patience.end();
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
    if (lane.waiting.length > 0 && lane.opening.size === 0) this.#grow(lane);
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
    if (this.#patienceOf(lane) === 'long') lane.patience.end();
    lane.busy.delete(environment);
    if (!this.#stopped) this.#rest(lane, environment);
  }

  #grow(lane: Lane): void {
    if (environmentsOf(lane).length === 0 && (this.#size() < MANY || this.#endOldest())) {
      void this.#open(lane);
      return;
    }
    lane.patience.wait(this.#patienceOf(lane), () => {
      const isNeeded = lane.waiting.length > 0 && lane.opening.size === 0;
      if (isNeeded && this.#hasRoom()) void this.#open(lane);
    });
  }

  #patienceOf(lane: Lane): 'short' | 'long' {
    return environmentsOf(lane).length < FEW && this.#size() < MANY ? 'short' : 'long';
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
    }
    for (const one of [lane, ...this.#lanes.values()]) {
      if (one.waiting.length > 0) this.#serve(one);
    }
    if (this.#size() > MANY) this.#endOldest();
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

  /** Ends what has been idle longest; false when nothing is idle. */
  #endOldest(): boolean {
    const [oldest] = this.#idle.keys();
    if (oldest) this.#end(oldest);
    return oldest !== undefined;
  }

  #size(): number {
    let size = 0;
    for (const lane of this.#lanes.values()) size += environmentsOf(lane).length;
    return size;
  }

  /** Whether the account's concurrency is not used up. What is warm and idle uses none. */
  #hasRoom(): boolean {
    let used = 0;
    for (const { opening, busy } of this.#lanes.values()) used += opening.size + busy.size;
    return used < this.#engine.quotas.concurrentExecutions;
  }

  #forget(lane: Lane): void {
    if (lane.waiting.length > 0 || environmentsOf(lane).length > 0) return;
    lane.patience.end();
    this.#lanes.delete(lane.key);
  }

  #close(environment: Environment): void {
    environment
      .close()
      .catch((error: unknown) => this.#engine.log.problem('ending a function', error));
  }
}
