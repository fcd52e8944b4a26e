import * as z from 'zod';
import type { Route } from '#shared/route.ts';
import type { ClientOwner } from '#shared/routingTable.ts';
import type { Member, MemberId } from '../member.ts';
import { type Refusal, refusals } from './refusals.ts';
import { denyAll, rolePolicy } from './rolePolicy.ts';
import type { RoleRoutes } from './roleRoutes.ts';
import type { Issuer, Named, OperatorClaims, TenantClaims } from './tokens.ts';

/** A REQUEST authorizer's event, as far as it matters here. */
export const AuthorizerRequest = z.object({
  methodArn: z.string(),
  headers: z.record(z.string(), z.string()),
});
type AuthorizerRequest = z.infer<typeof AuthorizerRequest>;

export type AuthorizerPorts = {
  routes: RoleRoutes;
  named(token: string): Named | undefined;
  /** Whose an app client is. */
  ownerOf(appClientId: string): Promise<ClientOwner | undefined>;
  route(tenantId: string): Promise<Route | undefined>;
  member(id: MemberId): Promise<Member | undefined>;
  /** Whether the operators' pool has this user as an enabled SystemAdmin. */
  isOperator(username: string): Promise<boolean>;
  /** The claims of a token that the operators' pool and client issued; undefined for any other. */
  verifyOperator(token: string): Promise<OperatorClaims | undefined>;
  /** The claims of a token that this pool issued for this client; undefined for any other. */
  verifyTenant(token: string, issuer: Issuer): Promise<TenantClaims | undefined>;
};

type Asked = { token: string; methodArn: string };

/** What API Gateway is told of somebody whose token is good. */
export type Answer = {
  principalId: string;
  policyDocument: ReturnType<typeof rolePolicy>;
  context: Readonly<Record<string, string>> & Refusal;
  usageIdentifierKey?: string;
};

const bearer = (headers: Record<string, string>): string => {
  const [, value = ''] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return value.replace(/^Bearer\s+/i, '');
};

const denied = (principalId: string, methodArn: string, context: Refusal): Answer => ({
  principalId,
  policyDocument: denyAll(methodArn),
  context,
});

/** Asks the pool only about tokens that it signed: nobody else can use up Cognito's rate. */
const operator = async (
  ports: AuthorizerPorts,
  { token, methodArn }: Asked,
): Promise<Answer | undefined> => {
  const claims = await ports.verifyOperator(token);
  if (!claims) return undefined;
  const { sub: principalId, 'cognito:username': userName } = claims;
  if (!(await ports.isOperator(userName))) {
    return denied(principalId, methodArn, refusals.operator);
  }
  const userRole = 'SystemAdmin';
  const policyDocument = rolePolicy(ports.routes[userRole], methodArn);
  return { principalId, policyDocument, context: { userRole, userName, ...refusals.role } };
};

/** The role that a member has now; undefined when it has none. */
const roleOf = (member: Member | undefined) =>
  member?.enabled && !member.leaving ? member.role : undefined;

/** The tenant is the one whose app client the verified token is for; what the token says of it must agree. */
const user = async (
  ports: AuthorizerPorts,
  appClientId: string,
  { token, methodArn }: Asked,
): Promise<Answer | undefined> => {
  const owner = await ports.ownerOf(appClientId);
  const { clientOf: tenantId = '', userPoolId = '' } = owner ?? {};
  const claims = owner && (await ports.verifyTenant(token, { userPoolId, appClientId }));
  if (!claims || claims['custom:tenantId'] !== tenantId) return undefined;
  const { sub: principalId, 'cognito:username': userName } = claims;
  const [route, member] = await Promise.all([
    ports.route(tenantId),
    ports.member({ tenantId, username: principalId }),
  ]);
  if (route?.appClientId !== appClientId) return undefined;
  const userRole = roleOf(member);
  if (!userRole) return denied(principalId, methodArn, refusals.member);
  if (route.status !== 'active') return denied(principalId, methodArn, refusals[route.status]);
  const { tier, tableName } = route;
  return {
    principalId,
    policyDocument: rolePolicy(ports.routes[userRole], methodArn),
    context: { tenantId, userRole, userName, tier, tableName, ...refusals.role },
    usageIdentifierKey: route.apiKey,
  };
};

/**
 * Says what the bearer of a token may call at this moment. A token tells who somebody is, and nothing of
 * what they may: the member's row says that, or the operators' pool. Undefined for a token that does not
 * verify. What fails on the way is thrown, so that it is neither an answer nor kept as one.
 */
export const authorize =
  (ports: AuthorizerPorts) =>
  async ({ headers, methodArn }: AuthorizerRequest): Promise<Answer | undefined> => {
    const asked = { token: bearer(headers), methodArn };
    const named = ports.named(asked.token);
    if (!named) return undefined;
    return named.kind === 'tenant' ? user(ports, named.appClientId, asked) : operator(ports, asked);
  };
