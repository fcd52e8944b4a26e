import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { AuthorizerRequest, authorize } from './authorize.ts';
import { AuthorizerEnv } from './identityEnv.ts';
import { routeReader } from './routeReader.ts';
import { namedTenant, verifyTenantToken } from './tenantToken.ts';

const { ROUTING_TABLE } = env(AuthorizerEnv);

export const handler = task(
  AuthorizerRequest,
  authorize({
    namedTenant,
    route: routeReader(documentClient(), ROUTING_TABLE),
    verify: verifyTenantToken,
  }),
);
