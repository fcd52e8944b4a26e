import type { HttpRequest, HttpResponse } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import type { Definitions } from '../definition/definitions.ts';
import type { ApiKeyStore } from '../keys/apiKeyStore.ts';
import { authorizerGate } from './authorizerGate.ts';
import type { Arrival, Exchange } from './exchange.ts';
import { gatewayResponse } from './gatewayResponse.ts';
import { mockIntegration } from './mockIntegration.ts';
import { parameterGate } from './parameterGate.ts';
import { matchPath } from './pathTree.ts';
import { proxyIntegration } from './proxyIntegration.ts';
import type { QuotaMeter } from './quotaMeter.ts';
import { Refusal } from './refusal.ts';
import { TokenBuckets } from './tokenBuckets.ts';
import { usageGate } from './usageGate.ts';

const ADDRESS = /^\/_aws\/execute-api\/([^/]+)(?:\/([^/]+))?(\/.*)?$/s;
const LARGEST_BODY = 10 * 1024 * 1024;

const forbidden: HttpResponse = {
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' },
  body: JSON.stringify({ message: 'Forbidden' }),
};

const checkEncoding = (parameters: Record<string, string>): void => {
  try {
    for (const value of Object.values(parameters)) decodeURIComponent(value);
  } catch (cause) {
    throw new Refusal('BAD_REQUEST_PARAMETERS', 'Bad Request', { cause });
  }
};

/** Finds the method that a request is for. */
const routed = (arrival: Arrival): Exchange => {
  const { view, request } = arrival;
  if (request.tooLarge || request.body.length > LARGEST_BODY) {
    throw new Refusal('REQUEST_TOO_LARGE', 'Request Too Long');
  }
  const match = matchPath(view.root, arrival.path);
  const method =
    match &&
    (view.methods.get(`${match.resource.id}/${request.method}`) ??
      view.methods.get(`${match.resource.id}/ANY`));
  if (!match || !method) {
    throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
  }
  checkEncoding(match.parameters);
  return { ...arrival, resource: match.resource, method, pathParameters: match.parameters };
};

type Parts = { definitions: Definitions; keys: ApiKeyStore; quotas: QuotaMeter };

/** A request's way through its API: route, authorizer, API key and plan, parameters, integration. */
const servingOf = (engine: Engine, { keys, quotas }: Parts) => {
  const authorize = authorizerGate(engine);
  const meter = usageGate({ keys, quotas, buckets: new TokenBuckets(engine.clock) });
  const proxy = proxyIntegration(engine);
  const mock = mockIntegration(engine);
  return async (arrival: Arrival): Promise<HttpResponse> => {
    const exchange = routed(arrival);
    await authorize(exchange);
    await meter(exchange);
    parameterGate(exchange);
    const { methodIntegration } = exchange.method;
    if (!methodIntegration) throw new Error('the method has no integration');
    return methodIntegration.type === 'MOCK'
      ? mock(exchange, methodIntegration)
      : proxy(exchange, methodIntegration);
  };
};

const refusalOf = (error: unknown): Refusal =>
  error instanceof Refusal
    ? error
    : new Refusal('API_CONFIGURATION_ERROR', 'Internal server error', { cause: error });

/** Serves the deployed APIs under `/_aws/execute-api/{apiId}/{stage}/…`. */
export const executeApi = (engine: Engine, parts: Parts) => {
  const serve = servingOf(engine, parts);

  const answer = async (arrival: Arrival): Promise<HttpResponse> => {
    try {
      return await serve(arrival);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.status >= 500) {
        const what = `${arrival.request.method} ${arrival.request.path}`;
        engine.log.problem(`api gateway answered ${what} with ${refusal.type}`, refusal.cause);
      }
      return gatewayResponse(engine, arrival, refusal);
    }
  };

  return async (request: HttpRequest): Promise<HttpResponse | undefined> => {
    const [found, apiId = '', stageName = '', path = '/'] = ADDRESS.exec(request.path) ?? [];
    if (found === undefined) return undefined;
    const served = await parts.definitions.served(apiId, stageName);
    const requestId = engine.random.uuid();
    const extendedRequestId = engine.random.bytes(11).toString('base64');
    const ids = { requestId, extendedRequestId, receivedAt: engine.clock.now() };
    const response = served ? await answer({ request, ...served, path, ...ids }) : forbidden;
    const headers = {
      ...response.headers,
      'x-amzn-requestid': requestId,
      'x-amz-apigw-id': extendedRequestId,
    };
    return { ...response, headers };
  };
};
