import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import type { LambdaFunction } from './functions/functionSchema.ts';
import { processVariables } from './functions/functionVariables.ts';
import type { Job } from './job.ts';
import { stopping } from './refusals.ts';
import { roleKeys } from './roleKeys.ts';

/** What an invocation came to: JSON text of the answer, or of the error. */
export type Outcome = { payload: string; functionError?: 'Unhandled' };

/** Loads a function's present state; rejects when it does not exist. */
export type Load = (functionName: string) => Promise<LambdaFunction>;

/** What runs a function's code, one invocation at a time. */
export type Environment = {
  /** Set when its function has changed: it ends after what it runs. */
  retired: boolean;
  /** True when it takes no more invocations. */
  readonly gone: boolean;
  /** Whether it may take an invocation: not retired, with keys that outlive it. */
  readonly usable: boolean;
  /** Loads the handler. Answers the failure when it cannot, and is gone then. */
  open(requestId: string, load: Load): Promise<Outcome | undefined>;
  run(job: Job): Promise<Outcome>;
  /** Ends it; an invocation that runs is answered with an error of the service. */
  close(): Promise<void>;
};

/** Makes the environments of one engine. */
export type NewEnvironment = (engine: Engine, functionName: string) => Environment;

/** `fatal`: the environment did not survive. */
const Reply = z.object({
  kind: z.enum(['ready', 'answer', 'error', 'fatal']),
  payload: z.string(),
});
type Reply = z.infer<typeof Reply>;

type Pending = {
  requestId: string;
  settle(reply: Reply): void;
  fail(error: unknown): void;
};

const BOOTSTRAP = new URL('./runtime/bootstrap.mjs', import.meta.url);
/** Lambda gives 10 s, and once more as long when that was too short; a busy machine may need more. */
const START_LIMIT_MS = 30_000;
/** Lambda's own limit: 6 MB and 100 bytes. */
const ANSWER_LIMIT = 6_291_556;
/** Room for SDK calls of an invocation that begins just before the keys are renewed. */
const KEYS_MARGIN_MS = 60_000;

const fatal = (errorType: string, errorMessage: string): Reply => ({
  kind: 'fatal',
  payload: JSON.stringify({ errorType, errorMessage }),
});

const outcomeOf = ({ kind, payload }: Reply): Outcome => {
  if (kind !== 'answer') return { payload, functionError: 'Unhandled' };
  if (Buffer.byteLength(payload) <= ANSWER_LIMIT) return { payload };
  const tooLarge = fatal(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${ANSWER_LIMIT} bytes).`,
  );
  return { payload: tooLarge.payload, functionError: 'Unhandled' };
};

/**
 * One worker thread that has a function's handler loaded and serves one invocation at a time. Nothing
 * of the engine's own process environment reaches it. It does not keep the process alive.
 */
export class WorkerEnvironment implements Environment {
  retired = false;
  gone = false;
  readonly #engine: Engine;
  readonly #functionName: string;
  #timeoutMs = 0;
  #keysExpire = 0;
  #worker: Worker | undefined;
  #pending: Pending | undefined;

  constructor(engine: Engine, functionName: string) {
    this.#engine = engine;
    this.#functionName = functionName;
  }

  get usable(): boolean {
    const needed = this.#engine.clock.now() + this.#timeoutMs + KEYS_MARGIN_MS;
    return !this.retired && !this.gone && this.#keysExpire > needed;
  }

  async open(requestId: string, load: Load): Promise<Outcome | undefined> {
    const reply = await this.#exchange(requestId, START_LIMIT_MS, (fail) => {
      this.#launch(load).catch(fail);
    });
    if (reply.kind === 'ready') return undefined;
    await this.close();
    return outcomeOf(reply);
  }

  async run(job: Job): Promise<Outcome> {
    const timeoutMs = this.#timeoutMs;
    const reply = await this.#exchange(job.requestId, timeoutMs, () => {
      this.#worker?.postMessage({ ...job, timeoutMs });
    });
    if (reply.kind === 'fatal') await this.close();
    return outcomeOf(reply);
  }

  async close(): Promise<void> {
    this.gone = true;
    this.#pending?.fail(stopping());
    await this.#worker?.terminate();
  }

  #exchange(
    requestId: string,
    limitMs: number,
    send: (fail: (error: unknown) => void) => void,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const timer = this.#engine.clock.after(limitMs, () => this.#timeOut(limitMs));
      const done = () => {
        timer.cancel();
        this.#pending = undefined;
      };
      const settle = (reply: Reply) => {
        done();
        if (reply.kind === 'error' || reply.kind === 'fatal') this.#print(requestId, reply.payload);
        resolve(reply);
      };
      const fail = (error: unknown) => {
        done();
        this.gone = true;
        reject(error);
      };
      this.#pending = { requestId, settle, fail };
      send(fail);
    });
  }

  async #launch(load: Load): Promise<void> {
    const fn = await load(this.#functionName);
    const keys = await roleKeys(this.#engine, fn.configuration);
    if (this.gone) return;
    this.#timeoutMs = fn.configuration.Timeout * 1000;
    this.#keysExpire = keys.Expiration * 1000;
    this.#worker = new Worker(BOOTSTRAP, {
      env: processVariables(this.#engine, fn, keys),
      execArgv: [],
      stdout: true,
      stderr: true,
      name: this.#functionName,
      resourceLimits: { maxOldGenerationSizeMb: fn.configuration.MemorySize },
    });
    this.#listen(this.#worker);
  }

  #listen(worker: Worker): void {
    const { log } = this.#engine;
    const print = (text: string) => log.functionOutput(this.#functionName, text);
    worker.unref();
    worker.stdout.setEncoding('utf8').on('data', print);
    worker.stderr.setEncoding('utf8').on('data', print);
    worker.on('message', (message) => this.#receive(message));
    worker.on('error', (error) => log.problem(`function ${this.#functionName}`, error));
    worker.on('exit', (code) => this.#exited(code));
  }

  /** The function's code can post messages too: what is no reply must not harm the engine. */
  #receive(message: unknown): void {
    const { data: reply, error } = Reply.safeParse(message);
    if (error) this.#engine.log.problem(`function ${this.#functionName} posted a message`, error);
    else if (this.#pending) this.#pending.settle(reply);
    else this.#print('no invocation', reply.payload);
  }

  #timeOut(limitMs: number): void {
    const seconds = (limitMs / 1000).toFixed(2);
    const message = `RequestId: ${this.#pending?.requestId} Error: Task timed out after ${seconds} seconds`;
    this.gone = true;
    this.#pending?.settle(fatal('Sandbox.Timedout', message));
  }

  #exited(code: number): void {
    this.gone = true;
    const reason = code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
    const message = `RequestId: ${this.#pending?.requestId} Error: Runtime exited ${reason}`;
    this.#pending?.settle(fatal('Runtime.ExitError', message));
  }

  #print(requestId: string, payload: string): void {
    const at = new Date(this.#engine.clock.now()).toISOString();
    const line = `${at}\t${requestId}\tERROR\tInvoke Error\t${payload}\n`;
    this.#engine.log.functionOutput(this.#functionName, line);
  }
}
