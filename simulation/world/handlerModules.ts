import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What a handler's module is given: all that it can see of the world. */
export type Surroundings = {
  require: (id: string) => object;
  process: { env: Readonly<Record<string, string>> };
};

/** A handler's module, as it is when its function starts cold: its exports by their names. */
export type HandlerModule = Readonly<Record<string, (event: unknown) => Promise<unknown>>>;

/** Starts a handler's module anew; throws what its first lines throw. */
export type StartHandler = (around: Surroundings) => HandlerModule;

const SERVICES = join(process.cwd(), 'services');
const SUFFIX = '.handler.ts';

/** Libraries are loaded once for all handlers of a process, which is most of what starting one costs. */
const SHARED = ['@aws-sdk/*', '@smithy/*', '@aws-lambda-powertools/*', 'ulid', 'zod'];

/** How all handlers are bundled to run in a process of ours: each by its place below `services/`. */
export const inProcessBundles = () => ({
  entryPoints: readdirSync(SERVICES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .map((place) => ({ in: join(SERVICES, place + SUFFIX), out: place })),
  bundle: true,
  platform: 'node' as const,
  format: 'cjs' as const,
  target: 'node20',
  external: SHARED,
  logLevel: 'error' as const,
});

const load = createRequire(import.meta.url);

/**
 * For handlers of a process whose log nobody reads, instead of Node's own: what a piece of work is about is kept
 * nowhere. Each real storage is work at every promise that is made, and each handler has one.
 */
export const noAsyncHooks = {
  AsyncLocalStorage: class {
    getStore(): undefined {
      return undefined;
    }

    run<T>(_store: unknown, run: () => T): T {
      return run();
    }
  },
};

/** Its name, as handlers load it. */
export const ASYNC_HOOKS = 'node:async_hooks';

/** Handlers' modules start often and check little each time: compiling their schemas would cost more. */
export const withoutCompiledSchemas = (): void => {
  const zod: { config(options: { jitless: boolean }): void } = load('zod');
  zod.config({ jitless: true });
};
