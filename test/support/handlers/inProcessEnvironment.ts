import { setImmediate } from 'node:timers/promises';
import {
  type Load,
  type Outcome,
  WorkerEnvironment,
} from '../../../engine/aws/lambda/environment.ts';
import { processVariables } from '../../../engine/aws/lambda/functions/functionVariables.ts';
import type { Job } from '../../../engine/aws/lambda/job.ts';
import { stopping } from '../../../engine/aws/lambda/refusals.ts';
import { roleKeys } from '../../../engine/aws/lambda/roleKeys.ts';
import type { HttpHandler } from '../../../engine/endpoint/http.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { HandlerModule } from '../../../simulation/world/handlerModules.ts';
import { startHandler } from './bundledHandlers.ts';
import { inProcessRequire } from './inProcessSdk.ts';

const KEYS_MARGIN_MS = 60_000;

const failure = (errorType: string, errorMessage: string, trace: string[] = []): Outcome => ({
  payload: JSON.stringify({ errorType, errorMessage, trace }),
  functionError: 'Unhandled',
});

const thrown = (error: unknown): Outcome =>
  error instanceof Error
    ? failure(error.name, error.message, error.stack?.split('\n'))
    : failure(typeof error, String(error));

type Started = { module: HandlerModule; exported: string; timeoutMs: number; keysExpire: number };

/**
 * A handler of the product in this very process: no thread of its own that loads and warms up all its libraries, which
 * is most of what functions cost. Any other function has its thread. Calls are signed and judged as ever.
 */
export class InProcessEnvironment extends WorkerEnvironment {
  readonly #engine: Engine;
  readonly #name: string;
  readonly #handle: HttpHandler;
  #started: Started | undefined;
  #stop = () => {};

  constructor(engine: Engine, name: string, handle: HttpHandler) {
    super(engine, name);
    this.#engine = engine;
    this.#name = name;
    this.#handle = handle;
  }

  override get usable(): boolean {
    if (!this.#started) return super.usable;
    const { timeoutMs, keysExpire } = this.#started;
    const lasts = keysExpire > this.#engine.clock.now() + timeoutMs + KEYS_MARGIN_MS;
    return !this.retired && !this.gone && lasts;
  }

  override async open(requestId: string, load: Load): Promise<Outcome | undefined> {
    const fn = await load(this.#name);
    const { Description = '', Handler, Timeout } = fn.configuration;
    const start = startHandler(Description.split('.')[0] ?? '');
    if (!start) return super.open(requestId, load);
    const keys = await roleKeys(this.#engine, fn.configuration);
    const env = processVariables(this.#engine, fn, keys);
    const require = inProcessRequire({ handle: this.#answering, env });
    try {
      this.#started = {
        module: start({ require, process: { env } }),
        exported: Handler.split('.').at(-1) ?? '',
        timeoutMs: Timeout * 1_000,
        keysExpire: keys.Expiration * 1_000,
      };
      return undefined;
    } catch (error) {
      this.gone = true;
      return thrown(error);
    }
  }

  override run(job: Job): Promise<Outcome> {
    const started = this.#started;
    if (!started) return super.run(job);
    return new Promise((resolve, reject) => {
      const timer = this.#engine.clock.after(started.timeoutMs, () => {
        this.gone = true;
        resolve(failure('Sandbox.Timedout', `Task timed out after ${started.timeoutMs} ms`));
      });
      this.#stop = () => reject(stopping());
      void this.#invoke(started, job)
        .then(resolve)
        .finally(() => timer.cancel());
    });
  }

  override async close(): Promise<void> {
    this.gone = true;
    this.#stop();
    await super.close();
  }

  async #invoke({ module, exported }: Started, job: Job): Promise<Outcome> {
    try {
      const answer = await module[exported]?.(JSON.parse(job.payload));
      return { payload: JSON.stringify(answer ?? null) };
    } catch (error) {
      return thrown(error);
    }
  }

  /**
   * Once it is gone, what is under way acts, but nobody hears of it. Calls without a socket would follow on each other
   * so closely that no timer and no other socket had its turn.
   */
  readonly #answering: HttpHandler = async (request) => {
    await setImmediate();
    const answer = this.gone ? undefined : await this.#handle(request);
    return answer && !this.gone ? answer : new Promise<never>(() => {});
  };
}
