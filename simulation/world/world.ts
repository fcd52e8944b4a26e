import {
  type AssembledEngine,
  assembleEngine,
  awsServices,
  type Clock,
  cognito,
  cognitoWith,
  type Database,
  type Disturbance,
  dynamodb,
  dynamodbWith,
  type Engine,
  type JsonObject,
  keyRing,
  type LimitSettings,
  type Log,
  lambda,
  lambdaWith,
  type MemoryDatabase,
  type Principal,
  type Random,
  sleep,
  storeOn,
  type Write,
} from '#engine';
import { HandlerEnvironment } from './handlerEnvironment.ts';
import type { HandlerInstances } from './handlerInstance.ts';
import { memoryItems } from './memoryItems.ts';
import { nothing } from './nothing.ts';
import type { VirtualTime } from './virtualTime.ts';

/** What a world is made of. */
export type WorldParts = {
  time: VirtualTime;
  random: Random;
  database: MemoryDatabase;
  instances: HandlerInstances;
  /** Handlers' places by their functions' names and ARNs, and by the ARNs of queues before them. */
  places: ReadonlyMap<string, string>;
  limits?: LimitSettings;
  /** Whether the clocks of processes may be off. */
  areClocksOff?: boolean;
  disturbances?: (world: World) => readonly Disturbance[];
  /** Told after each write, by its number from 1; it may kill the engine there. */
  written?: (count: number, writes: readonly Write[]) => void;
};

/** Key pairs take real time and real chance, and nobody signs in here. */
const withoutKeyPairs = cognitoWith((state) => ({ ...keyRing(state), prepare() {} }));

/**
 * The product on an engine of its own, in memory. Its engine can end at any moment, and another one
 * then goes on from what was stored.
 */
export class World {
  readonly parts: WorldParts;
  /** What the engine could not cope with. */
  readonly problems: { what: string; error: string }[] = [];
  readonly environments = new Map<Principal, HandlerEnvironment>();
  #assembled: AssembledEngine | undefined;
  /** Counts the engines; what belongs to an earlier one has no effect any more. */
  #life = 0;
  #writes = 0;

  constructor(parts: WorldParts) {
    this.parts = parts;
  }

  get running(): AssembledEngine {
    if (!this.#assembled) throw new Error('the engine is down');
    return this.#assembled;
  }

  /** Starts an engine on what is stored. */
  async start(): Promise<void> {
    this.#life += 1;
    const database = this.#database(this.#life);
    this.#assembled = await assembleEngine({
      directory: '/',
      endpoint: 'http://engine.invalid',
      services: this.#services(database),
      store: storeOn(database),
      clock: this.#clock(this.#life),
      random: this.parts.random,
      log: this.#log(),
      limits: this.parts.limits,
      disturbances: this.parts.disturbances?.(this) ?? [],
    });
    await this.#assembled.start();
  }

  /** Ends the engine as `kill -9` would: nothing that it had in mind happens any more. */
  kill(): void {
    this.#life += 1;
    this.#assembled = undefined;
    for (const environment of this.environments.values()) environment.gone = true;
    this.environments.clear();
  }

  /** Ends it for good. No time passes any more, so its handlers can serve another world. */
  end(): void {
    this.kill();
    this.parts.instances.takeBack();
  }

  /** Whether this is the engine that runs now. */
  isUp(engine: Engine): boolean {
    return this.#assembled?.engine === engine;
  }

  get isDown(): boolean {
    return this.#assembled === undefined;
  }

  /** Waits as part of what the engine does now: if it ends meanwhile, the wait never does. */
  sleep(milliseconds: number): Promise<void> {
    return sleep(this.#clock(this.#life), milliseconds);
  }

  /** A call as the account's root, which nothing disturbs. */
  call(service: string, operation: string, input: JsonObject): Promise<JsonObject> {
    const { engine } = this.running;
    const principal = { kind: 'root', accountId: engine.accountId } as const;
    return engine.callUncounted({ service, operation, input, principal });
  }

  #services(database: Database) {
    const { instances, areClocksOff = false } = this.parts;
    const parts = {
      instances,
      areClocksOff,
      answering: (service: string, principal: Principal) =>
        this.running.answering(service, principal),
      opened: (principal: Principal, environment: HandlerEnvironment) =>
        void this.environments.set(principal, environment),
    };
    const handlers = lambdaWith((engine, name) => new HandlerEnvironment(engine, name, parts));
    const own = new Map([
      [lambda, handlers],
      [cognito, withoutKeyPairs],
      [dynamodb, dynamodbWith(() => memoryItems(database))],
    ]);
    return awsServices.map((service) => own.get(service) ?? service);
  }

  #clock(life: number): Clock {
    const { time } = this.parts;
    return {
      now: () => time.now(),
      after: (milliseconds, run) =>
        time.after(milliseconds, () => {
          if (this.#life === life) run();
        }),
    };
  }

  /** The stored state, as one life of the engine sees it: out of reach as soon as that is over. */
  #database(life: number): Database {
    const { database, written } = this.parts;
    const whileAlive = <T>(work: () => Promise<T>): Promise<T> =>
      this.#life === life ? work() : nothing();
    return {
      get: (key) => whileAlive(() => database.get(key)),
      entries: (range) => whileAlive(() => database.entries(range)),
      batch: (writes) =>
        whileAlive(async () => {
          await database.batch(writes);
          this.#writes += 1;
          written?.(this.#writes, writes);
          return this.#life === life ? undefined : nothing();
        }),
      close: () => database.close(),
    };
  }

  #log(): Log {
    return {
      say() {},
      problem: (what, error) => void this.problems.push({ what, error: String(error) }),
      functionOutput() {},
    };
  }
}
