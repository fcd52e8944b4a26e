import * as z from 'zod';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { routingTable } from '#shared/routingTable.ts';
import { textSetting } from '#shared/settings.ts';
import { receiptTable } from '../offboarding/receiptTable.ts';
import { routeChanges } from './routeChanges.ts';
import { tenantsFunction } from './tenants.function.ts';
import { tenantRoutes } from './tenants.ts';

const settings = env(tenantsFunction.environment);
const documents = documentClient();
const Name = z.string().min(1);
const appApiUrl = textSetting(settings.APP_API_URL_PARAMETER, z.url());
const pooledUserPool = textSetting(settings.POOLED_USER_POOL_PARAMETER, Name);
const pooledTable = textSetting(settings.POOLED_TABLE_PARAMETER, Name);

export const handler = httpRoutes(
  tenantsFunction,
  tenantRoutes({
    ...routingTable(documents, settings.ROUTING_TABLE),
    setContact: routeChanges(documents, settings.ROUTING_TABLE).setContact,
    shared: async () => ({
      appApiUrl: await appApiUrl(),
      userPoolId: await pooledUserPool(),
      tableName: await pooledTable(),
      protectedByDefault: settings.TENANT_PROTECTION === 'ACTIVE',
    }),
    receipt: receiptTable(documents, settings.ERASURE_TABLE).get,
    keeps: { events: settings.EVENT_RETENTION_DAYS, logs: settings.LOG_RETENTION_DAYS },
    now: () => new Date(),
  }),
);
