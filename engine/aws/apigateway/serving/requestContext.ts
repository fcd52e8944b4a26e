import type { Engine } from '../../../engine.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Arrival, Exchange } from './exchange.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A time as access logs write it: `09/Apr/2026:12:34:56 +0000`. */
const logTime = (time: number): string => {
  const [, day, , year, clock] = new Date(time).toUTCString().split(' ');
  return `${day}/${MONTHS[new Date(time).getUTCMonth()]}/${year}:${clock} +0000`;
};

const identityOf = ({ request, apiKeyValue, apiKey }: Partial<Exchange>): JsonObject => ({
  cognitoIdentityPoolId: null,
  accountId: null,
  cognitoIdentityId: null,
  caller: null,
  sourceIp: '127.0.0.1',
  principalOrgId: null,
  accessKey: null,
  cognitoAuthenticationType: null,
  cognitoAuthenticationProvider: null,
  userArn: null,
  userAgent: request?.headers['user-agent'] ?? null,
  user: null,
  ...(apiKeyValue !== undefined && { apiKey: apiKeyValue }),
  ...(apiKey && { apiKeyId: apiKey.id }),
});

/** What is known of a request before a resource is found for it. */
export const arrivalContext = (engine: Engine, arrival: Arrival): JsonObject => {
  const { request, view, stage } = arrival;
  const domainName =
    request.headers['host'] ?? `${view.api.id}.execute-api.${engine.region}.amazonaws.com`;
  return {
    accountId: engine.accountId,
    apiId: view.api.id,
    stage: stage.stageName,
    deploymentId: stage.deploymentId,
    httpMethod: request.method,
    path: `/${stage.stageName}${arrival.path}`,
    protocol: 'HTTP/1.1',
    domainName,
    domainPrefix: domainName.split('.')[0],
    requestId: arrival.requestId,
    extendedRequestId: arrival.extendedRequestId,
    requestTime: logTime(arrival.receivedAt),
    requestTimeEpoch: arrival.receivedAt,
    identity: identityOf(arrival),
  };
};

/** The `requestContext` of a v1 event. */
export const requestContext = (engine: Engine, exchange: Exchange): JsonObject => {
  const { authorization } = exchange;
  return {
    ...arrivalContext(engine, exchange),
    resourceId: exchange.resource.id,
    resourcePath: exchange.resource.path,
    ...(exchange.method.operationName && { operationName: exchange.method.operationName }),
    ...(authorization && {
      authorizer: {
        ...authorization.context,
        principalId: authorization.principalId,
        integrationLatency: authorization.latency,
      },
    }),
  };
};
