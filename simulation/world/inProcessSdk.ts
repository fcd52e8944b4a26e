import { createRequire } from 'node:module';
import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { HttpHandler, HttpRequest } from '#engine';
import { ASYNC_HOOKS, noAsyncHooks } from './handlerModules.ts';
import { inTime } from './inTime.ts';
import {
  type Command,
  type Config,
  type DocumentCommand,
  renew,
  sent,
  sentDocument,
} from './sdkClient.ts';

const requireHere = createRequire(import.meta.url);

/** The SDK's packages that handlers use: their client's name, and the service's signing name. */
const PACKAGES: ReadonlyMap<string, { client: string; service: string }> = new Map([
  ['@aws-sdk/client-api-gateway', { client: 'APIGatewayClient', service: 'apigateway' }],
  ['@aws-sdk/client-cloudwatch', { client: 'CloudWatchClient', service: 'monitoring' }],
  [
    '@aws-sdk/client-cognito-identity-provider',
    { client: 'CognitoIdentityProviderClient', service: 'cognito-idp' },
  ],
  ['@aws-sdk/client-dynamodb', { client: 'DynamoDBClient', service: 'dynamodb' }],
  ['@aws-sdk/client-eventbridge', { client: 'EventBridgeClient', service: 'events' }],
  ['@aws-sdk/client-lambda', { client: 'LambdaClient', service: 'lambda' }],
  ['@aws-sdk/client-sesv2', { client: 'SESv2Client', service: 'ses' }],
  ['@aws-sdk/client-sfn', { client: 'SFNClient', service: 'states' }],
  ['@aws-sdk/client-sqs', { client: 'SQSClient', service: 'sqs' }],
  ['@aws-sdk/client-ssm', { client: 'SSMClient', service: 'ssm' }],
  ['@aws-sdk/client-sts', { client: 'STSClient', service: 'sts' }],
]);

type SdkRequest = {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
};

/** Told of what a module keeps between two calls: how to make it forget that. */
type Kept = (forget: () => Promise<void> | void) => void;

/** Keys of a session, as STS gives them out. */
export type SessionKeys = { accessKeyId: string; sessionToken?: string };

/** What answers calls to a service: as who runs, or as the session that keys are of. */
export type Answering = (service: string, keys?: SessionKeys) => HttpHandler;

type ClientOptions = {
  requestHandler?: { requestTimeout?: number };
  credentials?: () => Promise<SessionKeys>;
};
type Client = new (options: object) => { config: Config };
type DocumentClient = new (client: object, translation?: object) => { config: Config };

const received = ({ method, path, query = {}, headers, body }: SdkRequest): HttpRequest => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) search.append(name, one);
  }
  return { method, path, query: search, headers, body: bodyOf(body) };
};

const bodyOf = (body: SdkRequest['body']): Buffer =>
  body instanceof Uint8Array ? Buffer.concat([body]) : Buffer.from(body ?? '');

const bytesOf = (body: string | Buffer): Uint8Array => new Uint8Array(Buffer.from(body));

/** Takes a client's requests to the engine, and gives up waiting as the client's own handler would. */
const requestHandler = (answer: HttpHandler, timeoutMs: number) => ({
  metadata: { handlerProtocol: 'http/1.1' },
  async handle(request: SdkRequest) {
    const {
      status: statusCode,
      headers,
      body,
    } = await inTime(answer(received(request)), timeoutMs);
    return { response: { statusCode, headers: { ...headers }, body: bytesOf(body) } };
  },
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
  destroy() {},
});

const settled = {
  region: 'us-east-1',
  endpoint: 'http://engine.invalid',
  credentials: { accessKeyId: 'in-process', secretAccessKey: 'in-process' },
  retryMode: 'standard',
  maxAttempts: 3,
  defaultsMode: 'standard',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: 'simulation',
  disableHostPrefix: true,
};

const optionsOf = (options: ClientOptions, answer: HttpHandler) => ({
  ...settled,
  ...options,
  requestHandler: requestHandler(answer, options.requestHandler?.requestTimeout ?? 0),
});

/** Asks for keys before the first call: no client in a run lives as long as these do. */
const asSession = (
  service: string,
  answering: Answering,
  credentials: () => Promise<SessionKeys>,
): HttpHandler => {
  let keys: Promise<SessionKeys> | undefined;
  return async (request) => {
    keys ??= credentials();
    return answering(service, await keys)(request);
  };
};

type ClientParts = { Base: Client; service: string; answering: Answering; kept: Kept };

const clientFor = ({ Base, service, answering, kept }: ClientParts): Client =>
  class extends Base {
    constructor({ credentials, ...options }: ClientOptions = {}) {
      super(
        optionsOf(
          options,
          credentials ? asSession(service, answering, credentials) : answering(service),
        ),
      );
      // One with a session is made for one invocation, and forgotten with it.
      if (!credentials) kept(() => renew(this.config));
    }

    send(command: Command): Promise<object> {
      return sent(this.config, command);
    }
  };

const DOCUMENTS = '@aws-sdk/lib-dynamodb';

/** lib-dynamodb with a client that sends as the clients above do. */
const documents = (): object => {
  const whole: Record<string, DocumentClient> = requireHere(DOCUMENTS);
  const Base = whole['DynamoDBDocumentClient'];
  if (!Base) throw new Error(`${DOCUMENTS} has no client`);
  class Own extends Base {
    static from(client: object, translation?: object): Own {
      return new Own(client, translation);
    }

    send(command: DocumentCommand): Promise<object> {
      return sentDocument(this.config, command);
    }
  }
  return Object.create(whole, { DynamoDBDocumentClient: { value: Own } });
};

const PARAMETERS = '@aws-lambda-powertools/parameters/ssm';

/** Powertools' provider on an SDK client of this module's. */
const parametersFor = (Base: Client, kept: Kept): object => ({
  SSMProvider: class extends SSMProvider {
    constructor({ clientConfig = {} }: { clientConfig?: object } = {}) {
      const awsSdkV3Client = new Base(clientConfig);
      if (!(awsSdkV3Client instanceof SSMClient)) throw new Error('this is no client of SSM');
      super({ awsSdkV3Client });
      kept(() => this.clearCache());
    }
  },
});

/** A package of the SDK with its client replaced; undefined for what is none. */
const replacement = (id: string, answering: Answering, kept: Kept) => {
  const { client, service } = PACKAGES.get(id) ?? {};
  if (client === undefined || service === undefined) return undefined;
  const whole: Record<string, Client> = requireHere(id);
  const Base = whole[client];
  if (!Base) throw new Error(`${id} has no ${client}`);
  const Own = clientFor({ Base, service, answering, kept });
  return { Own, module: Object.create(whole, { [client]: { value: Own } }) };
};

/**
 * `require` for one module: the SDK's clients reach the engine in process, by whatever `answering`
 * gives; everything else is what it always is.
 */
export const inProcessRequire = (answering: Answering, kept: Kept) => {
  const loaded = (id: string): object => {
    if (id === DOCUMENTS) return documents();
    if (id !== PARAMETERS) return replacement(id, answering, kept)?.module ?? requireHere(id);
    const ssm = replacement('@aws-sdk/client-ssm', answering, kept);
    if (!ssm) throw new Error('SSM is no package of the SDK');
    return parametersFor(ssm.Own, kept);
  };
  const known = new Map<string, object>([[ASYNC_HOOKS, noAsyncHooks]]);
  return (id: string): object => {
    const module = known.get(id) ?? loaded(id);
    known.set(id, module);
    return module;
  };
};

/** A client of its package for what runs outside of any function, as quick as those of functions. */
export const clientIn = <T>(id: string, Made: abstract new () => T, answering: Answering): T => {
  const { Own } = replacement(id, answering, () => {}) ?? {};
  const client = Own && new Own({});
  if (!(client instanceof Made)) throw new Error(`${id} has another client`);
  return client;
};
