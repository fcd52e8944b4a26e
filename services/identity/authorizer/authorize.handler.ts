import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { task } from '#shared/task.ts';
import { authorizeFunction } from './authorize.function.ts';
import { AuthorizerRequest, authorize } from './authorize.ts';
import { memberReader } from './memberReader.ts';
import { operatorPool } from './operatorPool.ts';
import { orUnauthorized } from './orUnauthorized.ts';
import { namedBy, OperatorClaims, TenantClaims, verified } from './tokens.ts';

const { MEMBER_TABLE, ROUTING_TABLE, ROLE_ROUTES, ...operator } = env(
  authorizeFunction.environment,
);
const userPoolId = operator.OPERATOR_USER_POOL_ID;
const operators = { userPoolId, appClientId: operator.OPERATOR_CLIENT_ID };
const documents = documentClient();
const { ownerOf, routeWithKey: route } = routingTable(documents, ROUTING_TABLE);

const decide = authorize({
  routes: ROLE_ROUTES,
  named: namedBy(userPoolId),
  ownerOf,
  route,
  member: memberReader(documents, MEMBER_TABLE),
  isOperator: operatorPool(new CognitoIdentityProviderClient(clientDefaults), userPoolId),
  verifyOperator: (token) => verified(token, operators, OperatorClaims),
  verifyTenant: (token, issuer) => verified(token, issuer, TenantClaims),
});

export const handler = orUnauthorized(task(AuthorizerRequest, decide));
