import {
  type Engine,
  type Environment,
  type HttpHandler,
  type Job,
  type Load,
  type Outcome,
  type Principal,
  processVariables,
  roleKeys,
  stopping,
  type Timer,
} from '#engine';
import type { HandlerInstance, HandlerInstances } from './handlerInstance.ts';
import type { SessionKeys } from './inProcessSdk.ts';
import { nothing } from './nothing.ts';
import { byClockOf, type OffClock } from './processClock.ts';

/** What environments need of the world that they are in. */
export type EnvironmentParts = {
  instances: HandlerInstances;
  answering: (service: string, principal: Principal) => HttpHandler;
  /** Whether each process has a clock of its own, which may be off. */
  areClocksOff: boolean;
  /** Told which environment makes the calls of a principal. */
  opened: (principal: Principal, environment: HandlerEnvironment) => void;
};

const failure = (errorType: string, errorMessage: string): Outcome => ({
  payload: JSON.stringify({ errorType, errorMessage }),
  functionError: 'Unhandled',
});

const thrown = (error: unknown): Outcome =>
  error instanceof Error
    ? failure(error.name, error.message)
    : failure(typeof error, String(error));

/** A function's real handler in this very process, with all that it sees of the world replaced. */
export class HandlerEnvironment implements Environment {
  retired = false;
  gone = false;
  readonly #engine: Engine;
  readonly #name: string;
  readonly #parts: EnvironmentParts;
  /** The clock of its process, where clocks may be off. */
  readonly clock: OffClock | undefined;
  /** Its handler's place below `services/`, once it is open. */
  place = '';
  #exported = '';
  #instance: HandlerInstance | undefined;
  #timeoutMs = 0;
  #settle: ((outcome: Outcome) => void) | undefined;
  #fail: ((error: unknown) => void) | undefined;

  constructor(engine: Engine, name: string, parts: EnvironmentParts) {
    this.#engine = engine;
    this.#name = name;
    this.#parts = parts;
    this.clock = parts.areClocksOff ? { skew: 0 } : undefined;
  }

  get usable(): boolean {
    return !this.retired && !this.gone;
  }

  async open(_requestId: string, load: Load): Promise<Outcome | undefined> {
    const fn = await load(this.#name);
    const keys = await roleKeys(this.#engine, fn.configuration);
    const { principal } = this.#engine.credentials.identify(keys.AccessKeyId, keys.SessionToken);
    this.#parts.opened(principal, this);
    this.#timeoutMs = fn.configuration.Timeout * 1000;
    this.#exported = fn.configuration.Handler.split('.').at(-1) ?? '';
    try {
      this.place = fn.configuration.Description ?? '';
      const env = processVariables(this.#engine, fn, keys);
      this.#instance = this.#parts.instances.take({ name: this.#name, place: this.place }, env);
      this.#instance.answering = (service, session) =>
        this.#client(service, session ? this.#session(session) : principal);
      return undefined;
    } catch (error) {
      this.gone = true;
      return thrown(error);
    }
  }

  async run(job: Job): Promise<Outcome> {
    const { promise, resolve, reject } = this.#pending();
    const timer: Timer = this.#engine.clock.after(this.#timeoutMs, () =>
      this.#die(
        failure('Sandbox.Timedout', `Task timed out after ${this.#timeoutMs / 1000} seconds`),
      ),
    );
    this.#settle = resolve;
    this.#fail = reject;
    this.#invoke(job).then(resolve, reject);
    return promise.finally(() => timer.cancel());
  }

  /** The process of the function ends now: whatever it had in mind does not happen any more. */
  crash(): void {
    this.#die(failure('Runtime.ExitError', 'Error: Runtime exited with error: exit status 1'));
  }

  async close(): Promise<void> {
    this.gone = true;
    this.#fail?.(stopping());
  }

  #pending() {
    let resolve: (outcome: Outcome) => void = () => {};
    let reject: (error: unknown) => void = () => {};
    const promise = new Promise<Outcome>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    return { promise, resolve, reject };
  }

  #die(outcome: Outcome): void {
    this.gone = true;
    this.#settle?.(outcome);
  }

  async #invoke(job: Job): Promise<Outcome> {
    try {
      const run = () => this.#instance?.module[this.#exported]?.(JSON.parse(job.payload));
      const answer = await (this.clock ? byClockOf(this.clock, run) : run());
      return { payload: JSON.stringify(answer ?? null) };
    } catch (error) {
      return thrown(error);
    }
  }

  /** Whom keys that the function was given are of: the calls are the function's all the same. */
  #session({ accessKeyId, sessionToken }: SessionKeys): Principal {
    const { principal } = this.#engine.credentials.identify(accessKeyId, sessionToken);
    this.#parts.opened(principal, this);
    return principal;
  }

  /** A client of this environment. Once it is gone, what is under way acts, but nobody hears of it. */
  #client(service: string, principal: Principal): HttpHandler {
    const answer = this.#parts.answering(service, principal);
    return async (request) => {
      if (this.gone) return nothing();
      const response = await answer(request);
      return this.gone ? nothing() : response;
    };
  }
}
