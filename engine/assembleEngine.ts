import { Authorizer, type Decision } from './endpoint/authorize.ts';
import type { Principal } from './endpoint/call.ts';
import { dispatcher } from './endpoint/dispatch.ts';
import { frontDoor } from './endpoint/frontDoor.ts';
import type { HttpHandler } from './endpoint/http.ts';
import { knownCaller } from './endpoint/knownCaller.ts';
import type { AwsService } from './endpoint/service.ts';
import type { ServiceFactory } from './endpoint/serviceFactory.ts';
import type { Engine } from './engine.ts';
import { credentialsIn } from './iam/credentials.ts';
import type { Clock } from './kernel/clock.ts';
import { type Disturbance, Faults } from './kernel/faults.ts';
import { type Halt, rethrow } from './kernel/level/stateError.ts';
import type { Log } from './kernel/log.ts';
import { mailbox } from './kernel/mail.ts';
import type { Random } from './kernel/random.ts';
import type { Store } from './kernel/store.ts';
import { type LimitSettings, quotasOf } from './limits/limitSettings.ts';
import { RequestLimits } from './limits/requestLimits.ts';

/** All that an engine stands on. */
export type EngineParts = Readonly<{
  /** The folder of all durable state. */
  directory: string;
  /** Where clients reach the engine, if they do. */
  endpoint: string;
  services: readonly ServiceFactory[];
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  /** Told when state can no longer be kept; state in memory always can. */
  halt?: Halt | undefined;
  /** Told of every permission that a call of a role or a service needed. */
  onDecision?: ((decision: Decision) => void) | undefined;
  /** May fail or hold up any call, beside the faults that were planned over HTTP. */
  disturbances?: readonly Disturbance[];
  /** What a browser is shown at `/`, as HTML. */
  page?: (() => string) | undefined;
  /** Where the account has other limits than a new one. */
  limits?: LimitSettings | undefined;
}>;

/** An engine with all its services. `start` takes up what was left undone. */
export type AssembledEngine = {
  engine: Engine;
  /** Answers as the HTTP endpoint does, without a socket. */
  handle: HttpHandler;
  /** Answers one service's calls of a caller in this process, who needs no signature. */
  answering: (service: string, principal: Principal) => HttpHandler;
  start(): Promise<void>;
  /** Ends the services; the store stays open. */
  stop(): Promise<void>;
};

const ACCOUNT_ID = '000000000000';
const REGION = 'us-east-1';

/** Builds an engine that is reached in process only; `createEngine` lets it listen. */
export const assembleEngine = async (parts: EngineParts): Promise<AssembledEngine> => {
  const { store, clock, random, limits = {} } = parts;
  const base = {
    accountId: ACCOUNT_ID,
    region: REGION,
    directory: parts.directory,
    endpoint: parts.endpoint,
    clock,
    random,
    store,
    log: parts.log,
    halt: parts.halt ?? rethrow,
    mail: mailbox({ store, clock, random }),
    quotas: quotasOf(limits),
    faults: new Faults(),
    credentials: await credentialsIn({ store, clock, random, accountId: ACCOUNT_ID }),
  };
  const services = new Map<string, AwsService>();
  const authorizer = new Authorizer({ ...base, services, onDecision: parts.onDecision });
  const disturbances = [base.faults, ...(parts.disturbances ?? [])];
  const rates = limits.rates === false ? undefined : new RequestLimits(clock);
  const engine: Engine = {
    ...base,
    call: dispatcher(services, { authorizer, disturbances, limits: rates }),
    callUncounted: dispatcher(services, { authorizer, disturbances }),
  };
  for (const build of parts.services) {
    const service = build(engine);
    await service.open?.();
    services.set(service.signingName, service);
  }
  return {
    engine,
    handle: frontDoor(engine, services, parts.page),
    answering: knownCaller(engine, services),
    async start() {
      for (const service of services.values()) await service.start?.();
    },
    async stop() {
      for (const service of services.values()) await service.stop?.();
    },
  };
};
