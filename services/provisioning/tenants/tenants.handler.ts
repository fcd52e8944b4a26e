import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { routingTable } from '#shared/routingTable.ts';
import { tenantsFunction } from './tenants.function.ts';
import { tenantRoutes } from './tenants.ts';

const { ROUTING_TABLE } = env(tenantsFunction.environment);

export const handler = httpRoutes(
  tenantsFunction,
  tenantRoutes(routingTable(documentClient(), ROUTING_TABLE)),
);
