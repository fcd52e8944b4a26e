import { describe, expect, it } from '@jest/globals';
import { audienceTags } from '../../../../services/provisioning/tenants/tenantResources.ts';
import { appClientFacts } from '../../../../services/provisioning/tenants/tenantUserPool.ts';
import { refTo, resourcesOf, rowsOf } from '../../../support/resources.ts';

const pools = rowsOf('AWS::Cognito::UserPool');

describe('every user pool', () => {
  it.each(pools)('%s takes nobody who was not invited', (_, properties) => {
    expect(properties).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
  });

  it.each(pools)(
    '%s keeps for ever what a user was made for, and lets the role change',
    (_, { Schema }) => {
      expect(Schema).toEqual([
        expect.objectContaining({ Name: 'tenantId', Mutable: false, AttributeDataType: 'String' }),
        expect.objectContaining({ Name: 'userRole', Mutable: true, AttributeDataType: 'String' }),
        expect.objectContaining({ Name: 'madeFor', Mutable: false, AttributeDataType: 'String' }),
      ]);
    },
  );

  it.each(pools)('%s knows users by their e-mail address, whatever its case', (_, properties) => {
    expect(properties).toMatchObject({
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
    });
  });

  it.each(pools)('audit 20: %s says its plan, which is what its users cost', (_, properties) => {
    expect(properties).toMatchObject({ UserPoolTier: 'ESSENTIALS' });
  });

  it.each(pools)('%s wants strong passwords', (_, properties) => {
    expect(properties).toMatchObject({
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
    });
  });
});

describe('every user pool’s tags', () => {
  it.each([
    [/^PooledUserPool/, 'tenants'],
    [/^OperatorsUserPool/, 'operators'],
  ])('of %s say the stage, and that it is for %s', (id, users) => {
    const found = pools.find(([name]) => id.test(name));

    expect(found?.[1]['UserPoolTags']).toEqual({
      ...audienceTags('dev', 'operators'),
      Users: users,
    });
  });
});

describe('the operators', () => {
  const operators = resourcesOf('AWS::Cognito::UserPool').find(({ id }) =>
    id.startsWith('OperatorsUserPool'),
  );

  const clients = resourcesOf('AWS::Cognito::UserPoolClient').map(({ Properties }) => Properties);

  it('have a pool of their own, apart from the tenants’', () => {
    expect(pools).toHaveLength(2);
    expect(operators).toBeDefined();
  });

  it('sign in by the only client that is declared', () => {
    expect(clients).toMatchObject([
      {
        UserPoolId: refTo(operators?.id ?? ''),
        PreventUserExistenceErrors: 'ENABLED',
        AllowedOAuthFlowsUserPoolClient: false,
      },
    ]);
  });

  it('may change nothing about themselves but their name', () => {
    expect(clients).toMatchObject([{ WriteAttributes: ['name'] }]);
  });

  it('have in their tokens what is said by name', () => {
    const [client] = clients;

    expect([client?.['ReadAttributes']].flat().toSorted()).toEqual(
      appClientFacts.readAttributes.toSorted(),
    );
  });
});
