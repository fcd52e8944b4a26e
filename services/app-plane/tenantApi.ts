import { STSClient } from '@aws-sdk/client-sts';
import type * as z from 'zod';
import { clientDefaults } from '#shared/clients.ts';
import type { AppPlaneEnv } from './appPlaneEnv.ts';
import type { Resource } from './resource.ts';
import { resourceRoutes } from './resourceRoutes.ts';
import { tenantRows } from './tenantRows.ts';
import { tenantSessions } from './tenantSession.ts';

/** What serves one resource to every tenant, each caller through a session of its own. */
export const tenantApi = (
  resource: Resource,
  { TENANT_ACCESS_ROLE_ARN: roleArn, AWS_REGION: region }: z.infer<typeof AppPlaneEnv>,
) => {
  const { actions, kind } = resource;
  const session = tenantSessions(new STSClient(clientDefaults), { roleArn, region, actions });
  return resourceRoutes(resource, (caller) => {
    const { tableName, tenantId } = caller;
    return tenantRows({ documents: session(caller), tableName, tenantId }, kind);
  });
};
