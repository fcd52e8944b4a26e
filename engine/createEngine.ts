import { join } from 'node:path';
import { type AssembledEngine, assembleEngine } from './assembleEngine.ts';
import type { Decision } from './endpoint/authorize.ts';
import { type HttpHandler, listen } from './endpoint/http.ts';
import type { ServiceFactory } from './endpoint/serviceFactory.ts';
import type { Engine } from './engine.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import type { Disturbance } from './kernel/faults.ts';
import { lockFolder } from './kernel/level/openLevel.ts';
import type { Halt, StateError } from './kernel/level/stateError.ts';
import { openStore } from './kernel/levelStore.ts';
import { fileLog } from './kernel/log.ts';
import { keepToOwner, makeOwnFolder } from './kernel/ownFolder.ts';
import { systemRandom } from './kernel/random.ts';
import type { Store } from './kernel/store.ts';
import type { LimitSettings } from './limits/limitSettings.ts';

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
  /** What a browser is shown at `/`, as HTML. */
  page?: () => string;
  /** Where the account has other limits than a new one. */
  limits?: LimitSettings | undefined;
};

/** An engine that listens. `start` takes up what was left undone, `close` ends everything cleanly. */
export type RunningEngine = {
  engine: Engine;
  /** Answers as the HTTP endpoint does, without a socket. */
  handle: HttpHandler;
  /** Resolves when state can no longer be kept: nothing can be done then but to end the process. */
  halted: Promise<StateError>;
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Folders of what is kept, in the engine's folder. */
const LOCK = 'lock';
const STATE = 'state';
const ITEMS = 'dynamodb';
const LOGS = 'logs';

type Closing = () => Promise<unknown>;

/** Opens one thing after the other; when one cannot be, those before it are closed again. */
const opening = async <T>(open: (closing: Closing[]) => Promise<T>): Promise<T> => {
  const closing: Closing[] = [];
  try {
    return await open(closing);
  } catch (error) {
    for (const close of closing.reverse()) await close();
    throw error;
  }
};

const whenHalted = () => {
  let halt: Halt = () => {};
  const halted = new Promise<StateError>((resolve) => {
    halt = resolve;
  });
  return { halt, halted };
};

/** Before the lock is held nothing is changed: another engine may be at work in the folder. */
const openState = async (
  options: EngineOptions,
  halt: Halt,
  closing: Closing[],
): Promise<Store> => {
  const { directory } = options;
  await makeOwnFolder(directory);
  const lock = await lockFolder(join(directory, LOCK));
  closing.push(lock.release);
  await keepToOwner(directory, [LOCK, STATE, ITEMS, LOGS]);
  const store = options.store ?? (await openStore(join(directory, STATE), halt));
  closing.push(store.close);
  return store;
};

/** Opens the state, builds the services and listens on loopback. Throws StateError. */
export const createEngine = (options: EngineOptions): Promise<RunningEngine> =>
  opening(async (closing) => {
    const { directory, services, onDecision, limits, page } = options;
    const { halt, halted } = whenHalted();
    const store = await openState(options, halt, closing);
    let handle: HttpHandler = async () => ({ status: 503, headers: {}, body: 'starting' });
    const server = await listen(options.port, (request) => handle(request));
    closing.push(server.close);
    const assembled: AssembledEngine = await assembleEngine({
      directory,
      services,
      onDecision,
      limits,
      page,
      disturbances: options.disturbances ?? [],
      store,
      endpoint: `http://127.0.0.1:${server.port}`,
      clock: options.clock ?? systemClock,
      random: systemRandom,
      log: fileLog(join(directory, LOGS), options.say, halt),
      halt,
    });
    closing.splice(-1, 0, assembled.stop);
    handle = assembled.handle;
    return {
      engine: assembled.engine,
      handle: assembled.handle,
      halted,
      start: assembled.start,
      async close() {
        for (const close of closing.reverse()) await close();
      },
    };
  });
