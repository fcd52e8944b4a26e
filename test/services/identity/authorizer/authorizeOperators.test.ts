import { describe, expect, it } from '@jest/globals';
import {
  type AuthorizerPorts,
  authorize,
} from '../../../../services/identity/authorizer/authorize.ts';
import { refusals } from '../../../../services/identity/authorizer/refusals.ts';
import { denyAll, rolePolicy } from '../../../../services/identity/authorizer/rolePolicy.ts';
import { OperatorClaims } from '../../../../services/identity/authorizer/tokens.ts';

const methodArn = 'arn:aws:execute-api:us-east-1:000000000000:api1/v1/GET/tenants';
const operatorClaims = OperatorClaims.parse({ sub: 'sub-9', 'cognito:username': 'root' });
const routes = { SystemAdmin: ['GET/tenants', 'GET/users/*'], TenantAdmin: [], TenantUser: [] };

const operators: AuthorizerPorts = {
  routes,
  named: () => ({ kind: 'operator' }),
  ownerOf: () => Promise.reject(new Error('looked up a client')),
  route: () => Promise.reject(new Error('looked up a route')),
  member: () => Promise.reject(new Error('looked up a member')),
  isOperator: async (username) => username === 'root',
  verifyOperator: async (token) => (token === 'token' ? operatorClaims : undefined),
  verifyTenant: () => Promise.reject(new Error('verified an operator’s token as a tenant’s')),
};

const asked = (ports: AuthorizerPorts) =>
  authorize(ports)({ methodArn, headers: { Authorization: 'Bearer token' } });

describe('authorize, for operators', () => {
  it('lets an operator in, without a tenant or a usage plan', async () => {
    expect(await asked(operators)).toEqual({
      principalId: 'sub-9',
      policyDocument: rolePolicy(routes.SystemAdmin, methodArn),
      context: { userRole: 'SystemAdmin', userName: 'root', ...refusals.role },
    });
  });

  it('denies everything to a good token of somebody who is no operator any more', async () => {
    const answer = await asked({ ...operators, isOperator: async () => false });

    expect(answer).toEqual({
      principalId: 'sub-9',
      policyDocument: denyAll(methodArn),
      context: refusals.operator,
    });
  });

  it('has no answer to a token that the operators’ pool did not issue, and asks the pool nothing', async () => {
    const isOperator = () => Promise.reject(new Error('asked for an operator'));
    const verifyOperator = async () => undefined;

    expect(await asked({ ...operators, verifyOperator, isOperator })).toBeUndefined();
  });
});
