import type { HttpHandler } from '#engine';
import type { HandlerModule, StartHandler } from './handlerModules.ts';
import { type Answering, inProcessRequire } from './inProcessSdk.ts';

const nobody: HttpHandler = () => {
  throw new Error('a handler that runs for nobody made a call');
};

/**
 * A handler's module with its clients. Starting one costs more than all that it then does, so it
 * serves again in the next world, as fresh as it was: `forget` takes from it all that it kept.
 */
export class HandlerInstance {
  /** The function that it is of: several may have one handler, each with an environment of its own. */
  readonly name: string;
  readonly module: HandlerModule;
  /** Answers its clients' calls to a service. */
  answering: Answering = () => nobody;
  readonly #forgets: (() => Promise<void> | void)[] = [];

  constructor(name: string, start: StartHandler, env: Readonly<Record<string, string>>) {
    this.name = name;
    const answer: Answering = (service, keys) => (request) =>
      this.answering(service, keys)(request);
    const require = inProcessRequire(answer, (forget) => void this.#forgets.push(forget));
    this.module = start({ require, process: { env } });
  }

  forget(): void {
    this.answering = () => nobody;
    for (const forgets of this.#forgets) void forgets();
  }
}

/** A function, and its handler's place below `services/`. */
type Deployed = { name: string; place: string };

/** Instances by their functions' names: those that wait to serve, and those that serve in the world of the moment. */
export class HandlerInstances {
  readonly #code: ReadonlyMap<string, StartHandler>;
  readonly #free = new Map<string, HandlerInstance[]>();
  #lent: HandlerInstance[] = [];

  constructor(code: ReadonlyMap<string, StartHandler>) {
    this.#code = code;
  }

  /** A fresh instance; throws what the module's first lines throw. */
  take({ name, place }: Deployed, env: Readonly<Record<string, string>>): HandlerInstance {
    const instance = this.#free.get(name)?.pop() ?? this.#started({ name, place }, env);
    this.#lent.push(instance);
    return instance;
  }

  /** When a world has ended, and time with it: whatever an instance was about never goes on. */
  takeBack(): void {
    for (const instance of this.#lent) {
      instance.forget();
      this.#free.set(instance.name, [...(this.#free.get(instance.name) ?? []), instance]);
    }
    this.#lent = [];
  }

  #started({ name, place }: Deployed, env: Readonly<Record<string, string>>): HandlerInstance {
    const [bundle = ''] = place.split('.');
    const start = this.#code.get(bundle);
    if (!start) throw new Error(`no handler is called "${place}"`);
    return new HandlerInstance(name, start, env);
  }
}
