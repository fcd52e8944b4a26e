import { createRequire } from 'node:module';
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

/** Takes a client's requests to the engine, and gives up waiting as the client's own handler would. */
const requestHandler = (answer: HttpHandler, timeoutMs: number) => ({
  metadata: { handlerProtocol: 'http/1.1' },
  async handle(request: SdkRequest) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(timeout(timeoutMs)), timeoutMs);
    });
    const {
      status: statusCode,
      headers,
      body,
    } = await Promise.race([answer(received(request)), late]).finally(() => clearTimeout(timer));
    return {
      response: { statusCode, headers: { ...headers }, body: new Uint8Array(Buffer.from(body)) },
    };
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

const clientFor = (Base: Client, answer: HttpHandler): Client =>
  class extends Base {
    constructor(options: ClientOptions = {}) {
      const { requestTimeout = 0 } = options.requestHandler ?? {};
      super({
        ...settled,
        ...options,
        requestHandler: requestHandler(answer, requestTimeout),
      });
    }
  };

/**
 * `require` for one execution environment: the SDK's clients reach the engine in process, as the
 * caller that `answering` knows; everything else is what it always is.
 */
export const inProcessRequire = (answering: (service: string) => HttpHandler) => {
  const replaced = new Map<string, object>();
  return (id: string): object => {
    const known = replaced.get(id);
    if (known) return known;
    const whole: Record<string, Client> = requireHere(id);
    const { client, service } = PACKAGES.get(id) ?? {};
    const Base = client === undefined ? undefined : whole[client];
    if (client === undefined || service === undefined || !Base) return whole;
    const module = Object.create(whole, {
      [client]: { value: clientFor(Base, answering(service)) },
    });
    replaced.set(id, module);
    return module;
  };
};
