import { createRequire } from 'node:module';
import type { HttpHandler } from '../../../engine/endpoint/http.ts';
import { inProcessHandler } from '../../../engine/endpoint/inProcess.ts';
import { ASYNC_HOOKS, noAsyncHooks } from '../../../simulation/world/handlerModules.ts';
import { inTime } from '../../../simulation/world/inTime.ts';

const load = createRequire(import.meta.url);

type Options = { requestHandler?: { requestTimeout?: number } };
type Client = new (options: object) => object;
type Module = Readonly<Record<string, Client>>;

/** Where a function's calls go, and with which keys. */
export type Reach = { handle: HttpHandler; env: Readonly<Record<string, string>> };

const PARAMETERS = '@aws-lambda-powertools/parameters/ssm';

type SdkHandler = ReturnType<typeof inProcessHandler>;

/** The same, with the patience of the SDK's own request handler. */
const patient = (handler: SdkHandler, milliseconds = 0): SdkHandler => ({
  ...handler,
  handle: (...call) => inTime(handler.handle(...call), milliseconds),
});

/** What the SDK would find in the function's environment, and in nobody's files. */
const settled = (env: Reach['env']) => ({
  region: env['AWS_REGION'],
  endpoint: env['AWS_ENDPOINT_URL'],
  credentials: {
    accessKeyId: env['AWS_ACCESS_KEY_ID'],
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'],
    sessionToken: env['AWS_SESSION_TOKEN'],
  },
  retryMode: 'standard',
  maxAttempts: 3,
  defaultsMode: 'standard',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: 'in-process',
});

const clientFor = (Base: Client, { handle, env }: Reach): Client =>
  class extends Base {
    constructor(options: Options = {}) {
      const requestHandler = patient(
        inProcessHandler(handle),
        options.requestHandler?.requestTimeout,
      );
      super({ ...settled(env), ...options, requestHandler });
    }
  };

/** A package of the SDK whose client reaches the engine without a socket. */
const reaching = (id: string, reach: Reach): Module => {
  const whole: Module = load(id);
  const clients = Object.entries(whole).filter(([name]) => /^[A-Z]\w*Client$/.test(name));
  const own = clients.map(([name, Base]) => [name, { value: clientFor(Base, reach) }]);
  return Object.create(whole, Object.fromEntries(own));
};

/** Powertools' provider on a client that reaches the engine without a socket. */
const parameters = (reach: Reach): object => {
  const { SSMProvider = Object }: Module = load(PARAMETERS);
  const { SSMClient = Object } = reaching('@aws-sdk/client-ssm', reach);
  return {
    SSMProvider: class extends SSMProvider {
      constructor({ clientConfig = {} }: { clientConfig?: Options } = {}) {
        super({ awsSdkV3Client: new SSMClient(clientConfig) });
      }
    },
  };
};

/** `require` for one function: the SDK's clients reach the engine in process, with the function's keys. */
export const inProcessRequire = (reach: Reach) => {
  const loaded = (id: string): object => {
    if (id === PARAMETERS) return parameters(reach);
    return id.startsWith('@aws-sdk/client-') ? reaching(id, reach) : load(id);
  };
  const known = new Map<string, object>([[ASYNC_HOOKS, noAsyncHooks]]);
  return (id: string): object => {
    const module = known.get(id) ?? loaded(id);
    known.set(id, module);
    return module;
  };
};
