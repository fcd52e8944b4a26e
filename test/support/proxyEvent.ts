import { z } from 'zod';
import { Caller } from '../../services/shared/caller.ts';
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

const Problem = z.object({
  code: z.string(),
  message: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
});

/** The body of an answer that reports a problem. */
export const problemOf = (answer: { body: string }) => Problem.parse(JSON.parse(answer.body));
