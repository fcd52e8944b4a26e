import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { AuthorizerEnv } from '../identityEnv.ts';
import { AuthorizerRequest, authorize } from './authorize.ts';
import { routeReader } from './routeReader.ts';
import { namedBy, OperatorClaims, TenantClaims, verified } from './tokens.ts';

const { ROUTING_TABLE, OPERATOR_USER_POOL_ID, OPERATOR_CLIENT_ID } = env(AuthorizerEnv);
const operators = { userPoolId: OPERATOR_USER_POOL_ID, appClientId: OPERATOR_CLIENT_ID };

export const handler = task(
  AuthorizerRequest,
  authorize({
    named: namedBy(operators.userPoolId),
    route: routeReader(documentClient(), ROUTING_TABLE),
    verifyOperator: (token) => verified(token, operators, OperatorClaims),
    verifyTenant: (token, route) => verified(token, route, TenantClaims),
  }),
);
