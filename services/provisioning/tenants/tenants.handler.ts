import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes, route } from '#shared/httpRoute.ts';
import { routedTenants } from './routedTenants.ts';
import { tenantsFunction } from './tenants.function.ts';
import { getTenant, ListTenants, listTenants, OneTenant } from './tenants.ts';

const ports = routedTenants(documentClient(), env(tenantsFunction.environment).ROUTING_TABLE);

export const handler = httpRoutes({
  'GET /tenants': route(ListTenants, listTenants(ports)),
  'GET /tenants/{tenantId}': route(OneTenant, getTenant(ports)),
});
