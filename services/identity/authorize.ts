import { z } from 'zod';
import type { Route } from '#shared/route.ts';
import { denyAll, rolePolicy } from './rolePolicy.ts';
import type { TenantClaims } from './tenantToken.ts';

/** A REQUEST authorizer's event, as far as it matters here. */
export const AuthorizerRequest = z.object({
  methodArn: z.string(),
  headers: z.record(z.string(), z.string()),
});

export type AuthorizerPorts = {
  /** The tenant that a token names, unverified: good for looking up its route, and nothing else. */
  namedTenant(token: string): string | undefined;
  route(tenantId: string): Promise<Route | undefined>;
  /** The claims of a token that this route's pool and client issued; undefined for any other. */
  verify(token: string, route: Route): Promise<TenantClaims | undefined>;
};

const bearer = (headers: Record<string, string>): string => {
  const [, value = ''] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return value.replace(/^Bearer\s+/i, '');
};

const allowed = (claims: TenantClaims, route: Route, methodArn: string) => ({
  principalId: claims.sub,
  policyDocument: rolePolicy(claims['custom:userRole'], methodArn),
  context: {
    tenantId: route.tenantId,
    userRole: claims['custom:userRole'],
    userName: claims['cognito:username'],
    tier: route.tier,
    tableName: route.tableName,
  },
  usageIdentifierKey: route.apiKey,
});

/** Lets a tenant's users in, by the route of the tenant whose pool signed their token. */
export const authorize =
  (ports: AuthorizerPorts) =>
  async ({ headers, methodArn }: z.infer<typeof AuthorizerRequest>) => {
    const token = bearer(headers);
    const tenantId = ports.namedTenant(token);
    const route = tenantId === undefined ? undefined : await ports.route(tenantId);
    const claims = route?.status === 'active' ? await ports.verify(token, route) : undefined;
    if (!route || !claims || claims['custom:tenantId'] !== route.tenantId) {
      return { principalId: 'nobody', policyDocument: denyAll(methodArn) };
    }
    return allowed(claims, route, methodArn);
  };
