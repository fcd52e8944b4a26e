import { z } from 'zod';
import type { Route } from '#shared/route.ts';
import { denyAll, rolePolicy } from './rolePolicy.ts';
import type { Named, OperatorClaims, TenantClaims } from './tokens.ts';

/** A REQUEST authorizer's event, as far as it matters here. */
export const AuthorizerRequest = z.object({
  methodArn: z.string(),
  headers: z.record(z.string(), z.string()),
});
type AuthorizerRequest = z.infer<typeof AuthorizerRequest>;

export type AuthorizerPorts = {
  named(token: string): Named | undefined;
  route(tenantId: string): Promise<Route | undefined>;
  /** The claims of a token that the operators' pool and client issued; undefined for any other. */
  verifyOperator(token: string): Promise<OperatorClaims | undefined>;
  /** The claims of a token that this route's pool and client issued; undefined for any other. */
  verifyTenant(token: string, route: Route): Promise<TenantClaims | undefined>;
};

const bearer = (headers: Record<string, string>): string => {
  const [, value = ''] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return value.replace(/^Bearer\s+/i, '');
};

const operator = async (ports: AuthorizerPorts, token: string, methodArn: string) => {
  const claims = await ports.verifyOperator(token);
  if (!claims) return undefined;
  const userRole = claims['custom:userRole'];
  return {
    principalId: claims.sub,
    policyDocument: rolePolicy(userRole, methodArn),
    context: { userRole, userName: claims['cognito:username'] },
  };
};

const member = async (
  ports: AuthorizerPorts,
  tenantId: string,
  { token, methodArn }: { token: string; methodArn: string },
) => {
  const route = await ports.route(tenantId);
  if (route?.status !== 'active') return undefined;
  const claims = await ports.verifyTenant(token, route);
  if (claims?.['custom:tenantId'] !== route.tenantId) return undefined;
  const { tier, tableName } = route;
  const userRole = claims['custom:userRole'];
  return {
    principalId: claims.sub,
    policyDocument: rolePolicy(userRole, methodArn),
    context: { tenantId, userRole, userName: claims['cognito:username'], tier, tableName },
    usageIdentifierKey: route.apiKey,
  };
};

/**
 * Lets operators in by their pool, and a tenant's users by the route of the tenant whose pool signed
 * their token. Everybody else is refused, whatever they send.
 */
export const authorize =
  (ports: AuthorizerPorts) =>
  async ({ headers, methodArn }: AuthorizerRequest) => {
    const token = bearer(headers);
    const named = ports.named(token);
    const admitted =
      named?.kind === 'tenant'
        ? await member(ports, named.tenantId, { token, methodArn })
        : named && (await operator(ports, token, methodArn));
    return admitted ?? { principalId: 'nobody', policyDocument: denyAll(methodArn) };
  };
