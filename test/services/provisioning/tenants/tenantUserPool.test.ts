import { describe, expect, it } from '@jest/globals';
import { JsonObject } from '../../../../engine/kernel/json.ts';
import { userPoolInput } from '../../../../services/provisioning/tenants/tenantUserPool.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { resourcesOf } from '../../../support/resources.ts';

const pooled = resourcesOf('AWS::Cognito::UserPool', ['Foundation']).find(({ id }) =>
  id.startsWith('PooledUserPool'),
)?.Properties;

const silo = userPoolInput('test', aTenantId(1), aUlid(7));

describe('userPoolInput', () => {
  it('audit 20: says its plan, which is what its users cost', () => {
    expect(silo.UserPoolTier).toBe('ESSENTIALS');
  });

  it.each([
    'UserPoolTier',
    'UsernameAttributes',
    'AutoVerifiedAttributes',
    'UsernameConfiguration',
    'AdminCreateUserConfig',
    'AccountRecoverySetting',
    'Policies',
    'Schema',
  ] as const)('has the %s of the pooled user pool', (property) => {
    expect(silo[property]).toEqual(pooled?.[property]);
  });

  it('names the pool and its tags after the tenant', () => {
    expect(silo).toMatchObject({
      PoolName: `test-${aTenantId(1)}`,
      UserPoolTags: { TenantId: aTenantId(1), Users: 'tenants', Owner: aUlid(7) },
    });
  });

  it('has the tags of the pooled user pool, and the tenant’s', () => {
    const { UserPoolTags } = userPoolInput('dev-tenant', aTenantId(1), aUlid(7));
    const shared = JsonObject.parse(pooled?.['UserPoolTags']);

    expect(UserPoolTags).toEqual({ ...shared, TenantId: aTenantId(1), Owner: aUlid(7) });
  });
});
