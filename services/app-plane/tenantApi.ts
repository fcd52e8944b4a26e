import { STSClient } from '@aws-sdk/client-sts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { AppPlaneEnv } from './appPlaneEnv.ts';
import { type Resource, resourceRoutes } from './resourceRoutes.ts';
import { tenantRows } from './tenantRows.ts';
import { tenantSessions } from './tenantSession.ts';

/** A function that serves one resource to every tenant, each through its own session. */
export const tenantApi = (resource: Resource) => {
  const { TENANT_ACCESS_ROLE_ARN } = env(AppPlaneEnv);
  const session = tenantSessions(new STSClient(clientDefaults), TENANT_ACCESS_ROLE_ARN);
  return httpRoutes(
    resourceRoutes(resource, ({ tenantId, tableName }) =>
      tenantRows({ documents: session(tenantId), tableName, tenantId }, resource.kind),
    ),
  );
};
