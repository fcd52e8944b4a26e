import { createRequire } from 'node:module';
import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { HttpHandler } from '../local/gateway/http.ts';
import type { HttpRequest } from '../local/gateway/service.ts';

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

type ClientOptions = { requestHandler?: { requestTimeout?: number } };
type Client = new (options: object) => object;

const received = ({ method, path, query = {}, headers, body }: SdkRequest): HttpRequest => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) search.append(name, one);
  }
  return { method, path, query: search, headers, body: bodyOf(body) };
};

const bodyOf = (body: SdkRequest['body']): Buffer =>
  body instanceof Uint8Array ? Buffer.concat([body]) : Buffer.from(body ?? '');

const timeout = (milliseconds: number): Error =>
  Object.assign(new Error(`no answer within ${milliseconds} ms`), { name: 'TimeoutError' });

const bytesOf = (body: string | Buffer): Uint8Array => new Uint8Array(Buffer.from(body));

/** 0 is no limit, as for the SDK's own handlers. */
const inTime = async <T>(answer: Promise<T>, milliseconds: number): Promise<T> => {
  if (milliseconds === 0) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timeout(milliseconds)), milliseconds);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};

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

/** Nobody checks a signature in one process, so nobody spends time on one. */
const unsigned = async () => ({ sign: async (request: SdkRequest) => request });

const settled = {
  region: 'us-east-1',
  endpoint: 'http://engine.invalid',
  credentials: { accessKeyId: 'in-process', secretAccessKey: 'in-process' },
  signer: unsigned,
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

const clientFor = (Base: Client, answer: HttpHandler): Client =>
  class extends Base {
    constructor(options: ClientOptions = {}) {
      super(optionsOf(options, answer));
    }
  };

const PARAMETERS = '@aws-lambda-powertools/parameters/ssm';

/** Powertools' provider on an SDK client of this module's; told of, so that its cache can be emptied. */
const parametersFor = (Base: Client, made: (provider: SSMProvider) => void): object => ({
  SSMProvider: class extends SSMProvider {
    constructor({ clientConfig = {} }: { clientConfig?: object } = {}) {
      const awsSdkV3Client = new Base(clientConfig);
      if (!(awsSdkV3Client instanceof SSMClient)) throw new Error('this is no client of SSM');
      super({ awsSdkV3Client });
      made(this);
    }
  },
});

/** A package of the SDK with its client replaced; undefined for what is none. */
const replacement = (id: string, answering: (service: string) => HttpHandler) => {
  const { client, service } = PACKAGES.get(id) ?? {};
  if (client === undefined || service === undefined) return undefined;
  const whole: Record<string, Client> = requireHere(id);
  const Base = whole[client];
  if (!Base) throw new Error(`${id} has no ${client}`);
  const Own = clientFor(Base, answering(service));
  return { Own, module: Object.create(whole, { [client]: { value: Own } }) };
};

/**
 * `require` for one module: the SDK's clients reach the engine in process, by whatever `answering`
 * gives; everything else is what it always is.
 */
export const inProcessRequire = (
  answering: (service: string) => HttpHandler,
  made: (provider: SSMProvider) => void,
) => {
  const loaded = (id: string): object => {
    if (id !== PARAMETERS) return replacement(id, answering)?.module ?? requireHere(id);
    const ssm = replacement('@aws-sdk/client-ssm', answering);
    if (!ssm) throw new Error('SSM is no package of the SDK');
    return parametersFor(ssm.Own, made);
  };
  const known = new Map<string, object>();
  return (id: string): object => {
    const module = known.get(id) ?? loaded(id);
    known.set(id, module);
    return module;
  };
};
