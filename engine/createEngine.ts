import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AssembledEngine, assembleEngine } from './assembleEngine.ts';
import type { Decision } from './endpoint/authorize.ts';
import { type HttpHandler, listen } from './endpoint/http.ts';
import type { ServiceFactory } from './endpoint/serviceFactory.ts';
import type { Engine } from './engine.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import type { Disturbance } from './kernel/faults.ts';
import { openStore } from './kernel/levelStore.ts';
import { fileLog } from './kernel/log.ts';
import { systemRandom } from './kernel/random.ts';
import type { Store } from './kernel/store.ts';

export type EngineOptions = {
  /** The folder of all durable state; made when missing. */
  directory: string;
  /** 0 takes a free port. */
  port: number;
  services: readonly ServiceFactory[];
  say: (line: string) => void;
  clock?: Clock;
  /** Where state is kept instead of in the folder. */
  store?: Store;
  /** Told of every permission that a call of a role or a service needed. */
  onDecision?: (decision: Decision) => void;
  /** May fail or hold up any call, beside the faults that were planned over HTTP. */
  disturbances?: readonly Disturbance[];
};

/** An engine that listens. `start` takes up what was left undone, `close` ends everything cleanly. */
export type RunningEngine = {
  engine: Engine;
  /** Answers as the HTTP endpoint does, without a socket. */
  handle: HttpHandler;
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Gives the state free again when the port is not to be had. */
const listening = async (port: number, handle: HttpHandler, store: Store) => {
  try {
    return await listen(port, handle);
  } catch (error) {
    await store.close();
    throw error;
  }
};

/** Opens the state, builds the services and listens on loopback. */
export const createEngine = async (options: EngineOptions): Promise<RunningEngine> => {
  const { directory, services, onDecision } = options;
  await mkdir(directory, { recursive: true });
  const store = options.store ?? (await openStore(join(directory, 'state')));
  let handle: HttpHandler = async () => ({ status: 503, headers: {}, body: 'starting' });
  const server = await listening(options.port, (request) => handle(request), store);
  const assembled: AssembledEngine = await assembleEngine({
    directory,
    services,
    onDecision,
    disturbances: options.disturbances ?? [],
    store,
    endpoint: `http://127.0.0.1:${server.port}`,
    clock: options.clock ?? systemClock,
    random: systemRandom,
    log: fileLog(directory, options.say),
  });
  handle = assembled.handle;
  return {
    engine: assembled.engine,
    handle: assembled.handle,
    start: assembled.start,
    async close() {
      await server.close();
      await assembled.stop();
      await store.close();
    },
  };
};
