import { z } from 'zod';
import { Caller, type ControlCaller } from '../../services/shared/caller.ts';
import { aRoute } from './builders.ts';

/** What API Gateway sends a function, as far as it matters. */
export const aProxyEvent = (more: object = {}): object => ({
  httpMethod: 'GET',
  resource: '/things',
  path: '/things',
  headers: { 'Content-Type': 'application/json' },
  pathParameters: null,
  queryStringParameters: null,
  body: null,
  isBase64Encoded: false,
  requestContext: { requestId: 'request-1' },
  ...more,
});

/** A caller as the authorizer says it: a user of the n-th tenant. */
export const aCaller = (n = 1): Caller => {
  const { tenantId, tier, tableName } = aRoute(n);
  return Caller.parse({ tenantId, tier, tableName, userRole: 'TenantAdmin', userName: 'ada' });
};

/** What a request of the control API holds beside its route. */
export type ControlRequest = { params?: object; query?: object; body?: unknown };

/** A caller's request of the control API; `route` is as API Gateway matched it: `GET /users`. */
export const aControlEvent = (caller: ControlCaller, route: string, request: ControlRequest) => {
  const [httpMethod, resource] = route.split(' ');
  return aProxyEvent({
    httpMethod,
    resource,
    pathParameters: request.params ?? null,
    queryStringParameters: request.query ?? null,
    body: request.body === undefined ? null : JSON.stringify(request.body),
    requestContext: { requestId: 'request-1', authorizer: caller },
  });
};

const Problem = z.object({
  code: z.string(),
  message: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
});

/** The body of an answer that reports a problem. */
export const problemOf = (answer: { body: string }) => Problem.parse(JSON.parse(answer.body));
