import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { routingTable } from '#shared/routingTable.ts';
import { tenantsFunction } from './tenants.function.ts';
import { getTenant, listTenants } from './tenants.ts';

const ports = routingTable(documentClient(), env(tenantsFunction.environment).ROUTING_TABLE);

export const handler = httpRoutes(tenantsFunction, {
  'GET /tenants': listTenants(ports),
  'GET /tenants/{tenantId}': getTenant(ports),
});
