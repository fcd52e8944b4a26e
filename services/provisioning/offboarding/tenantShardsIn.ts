import { STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { textSetting } from '#shared/settings.ts';
import type { TableAction } from '#shared/tenantAccess/sessionPolicy.ts';
import { tenantCredentials } from '#shared/tenantAccess/tenantCredentials.ts';
import type { AccessRoleEnv } from '../provisioningEnv.ts';
import { type TenantShards, tenantShards } from './tenantShards.ts';

type Settings = z.infer<typeof AccessRoleEnv>;

/**
 * Tenants' rows in the table that tenants share: each tenant's by a session of its own, so that IAM keeps who erases
 * from the rows of all others.
 */
export const tenantShardsIn = (settings: Settings, actions: readonly TableAction[]) => {
  const { TENANT_ACCESS_ROLE_ARN: roleArn, AWS_REGION: region } = settings;
  const pooledTable = textSetting(settings.POOLED_TABLE_PARAMETER, z.string().min(1));
  const credentialsOf = tenantCredentials(new STSClient(clientDefaults), { roleArn, region });
  return async (tenantId: string): Promise<TenantShards> => {
    const tableName = await pooledTable();
    const credentials = credentialsOf({ tenantId, tableName, actions });
    return tenantShards({ documents: documentClient({ credentials }), tableName, tenantId });
  };
};
