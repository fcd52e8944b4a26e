import type { Deployment } from '#events/fields.ts';
import { tenantResourceName } from './tenantResources.ts';

/** Which table holds a tenant's rows: its own, or the pooled one. */
export const tableNames =
  (prefix: string, pooledTable: () => Promise<string>) =>
  async (deployment: Deployment, tenantId: string): Promise<string> =>
    deployment === 'silo' ? tenantResourceName(prefix, tenantId) : pooledTable();
