import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import type { Engine } from './engine.ts';
import { Faults } from './faults.ts';
import { Authorizer, type Decision } from './gateway/authorize.ts';
import { dispatcher } from './gateway/dispatch.ts';
import { frontDoor } from './gateway/frontDoor.ts';
import { type HttpHandler, listen } from './gateway/http.ts';
import type { AwsService, ServiceFactory } from './gateway/service.ts';
import { credentialsIn } from './iam/credentials.ts';
import { fileLog } from './log.ts';
import { mailbox } from './mail.ts';
import { type Random, systemRandom } from './random.ts';
import { openStore, type Store } from './store.ts';

export type EngineOptions = {
  /** The folder of all durable state; made when missing. */
  directory: string;
  /** 0 takes a free port. */
  port: number;
  services: readonly ServiceFactory[];
  say: (line: string) => void;
  clock?: Clock;
  random?: Random;
  /** Told of every permission that a call of a role or a service needed. */
  onDecision?: (decision: Decision) => void;
};

/** An engine that listens. `start` takes up what was left undone, `close` ends everything cleanly. */
export type RunningEngine = {
  engine: Engine;
  /** Answers as the HTTP endpoint does, without a socket. */
  handle: HttpHandler;
  start(): Promise<void>;
  close(): Promise<void>;
};

const ACCOUNT_ID = '000000000000';
const REGION = 'us-east-1';

const foundations = async (options: EngineOptions) => {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom;
  await mkdir(options.directory, { recursive: true });
  const store = await openStore(join(options.directory, 'state'));
  return {
    accountId: ACCOUNT_ID,
    region: REGION,
    directory: options.directory,
    clock,
    random,
    store,
    mail: mailbox({ store, clock, random }),
    faults: new Faults(),
    log: fileLog(options.directory, options.say),
    credentials: await credentialsIn({ store, clock, random, accountId: ACCOUNT_ID }),
  };
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
  const base = await foundations(options);
  const services = new Map<string, AwsService>();
  const authorizer = new Authorizer({ ...base, services, onDecision: options.onDecision });
  const call = dispatcher(services, { authorizer, faults: base.faults });
  let handle: HttpHandler = async () => ({ status: 503, headers: {}, body: 'starting' });
  const server = await listening(options.port, (request) => handle(request), base.store);
  const engine: Engine = { ...base, endpoint: `http://127.0.0.1:${server.port}`, call };
  for (const build of options.services) {
    const service = build(engine);
    services.set(service.signingName, service);
  }
  handle = frontDoor(engine, services);
  return {
    engine,
    handle,
    async start() {
      for (const service of services.values()) await service.start?.();
    },
    async close() {
      await server.close();
      for (const service of services.values()) await service.stop?.();
      await base.store.close();
    },
  };
};
