import { describe, expect, it } from '@jest/globals';
import { arnOf, resourcesOf, rowsOf } from '../../../support/resources.ts';
import { policies } from '../../../support/statements.ts';

const only = <T>(found: readonly T[]): T => {
  const [one, ...more] = found;
  if (one === undefined || more.length > 0) throw new Error(`${found.length} where one is meant`);
  return one;
};

const triggerNamed = (beginning: string) =>
  only(
    resourcesOf('AWS::Lambda::Function', ['Foundation']).filter(({ id }) =>
      id.startsWith(beginning),
    ),
  );
const admitMember = triggerNamed('AdmissionAdmitMember');
const wordMail = triggerNamed('WordingWordMail');

const pool = (beginning: string) =>
  only(rowsOf('AWS::Cognito::UserPool').filter(([id]) => id.startsWith(beginning)))[1];

describe('MemberAdmission', () => {
  it('answers within the five seconds that Cognito gives a trigger', () => {
    expect(admitMember.Properties['Timeout']).toBeLessThanOrEqual(5);
  });

  it('is asked by the pool that tenants share, as who words its mail', () => {
    expect(pool('PooledUserPool')['LambdaConfig']).toEqual({
      PreTokenGeneration: arnOf(admitMember.id),
      CustomMessage: arnOf(wordMail.id),
    });
  });

  it('is not asked by the operators’ pool: they are nobody’s members', () => {
    expect(pool('OperatorsUserPool')['LambdaConfig']).toBeUndefined();
  });

  it.each([
    ['it', admitMember],
    ['who words mail', wordMail],
  ])('lets user pools of this account call %s, and nothing else', (_, { id }) => {
    const permissions = resourcesOf('AWS::Lambda::Permission', ['Foundation'])
      .map(({ Properties }) => Properties)
      .filter(({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(arnOf(id)));
    const forPools = permissions.filter(({ SourceAccount }) => SourceAccount !== undefined);

    for (const permission of permissions) {
      expect(permission).toMatchObject({
        Action: 'lambda:InvokeFunction',
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: expect.anything(),
      });
    }
    expect(forPools).toMatchObject([{ SourceAccount: { Ref: 'AWS::AccountId' } }]);
    expect(JSON.stringify(forPools[0]?.['SourceArn'])).toContain(':userpool/*');
  });

  it('reads routes and members, and writes of a member alone', () => {
    const { statements } = only(
      policies().filter(({ id }) => id.startsWith('AdmissionAdmitMember')),
    );
    const onTables = statements
      .filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')))
      .map(({ Action, Resource }) => [Action, JSON.stringify(Resource)]);

    expect(onTables).toEqual([
      [['dynamodb:GetItem'], expect.stringMatching(/Members.*RoutingTable/)],
      [['dynamodb:UpdateItem'], expect.stringMatching(/^(?!.*RoutingTable).*Members/)],
    ]);
    const all = statements.flatMap(({ Action }) => Action);
    expect(all.filter((action) => action.startsWith('cognito-idp:'))).toEqual([]);
  });
});

describe('MailWording', () => {
  it('answers within the five seconds that Cognito gives a trigger', () => {
    expect(wordMail.Properties['Timeout']).toBeLessThanOrEqual(5);
  });

  it('reads routes, members and one parameter, and writes nothing', () => {
    const { statements } = only(policies().filter(({ id }) => id.startsWith('WordingWordMail')));
    const actions = statements.flatMap(({ Action }) => Action);

    expect(actions.filter((action) => !/^(logs|xray):/.test(action))).toEqual([
      'dynamodb:GetItem',
      'ssm:GetParameter',
    ]);
    expect(JSON.stringify(statements)).toContain('/control-api-url');
  });
});

describe('MemberTable', () => {
  const table = only(rowsOf('AWS::DynamoDB::Table').filter(([id]) => id.startsWith('Members')))[1];

  it('forgets what has lapsed', () => {
    expect(table['TimeToLiveSpecification']).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });

  it.each([
    ['a tenant', 'tenant', 'tenantId', 'username'],
    ['a user', 'user', 'username', 'tenantId'],
  ])('lists the memberships of %s', (_what, IndexName, partition, sort) => {
    expect(table['GlobalSecondaryIndexes']).toContainEqual({
      IndexName,
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' },
        { AttributeName: sort, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    });
  });
});

describe('functions of tenants’ users', () => {
  const rows = policies().filter(({ statements }) =>
    JSON.stringify(statements).includes('Members'),
  );
  const actionsOf = (beginning: string, on: RegExp) =>
    only(rows.filter(({ id }) => id.startsWith(beginning)))
      .statements.filter(({ Resource }) => on.test(JSON.stringify(Resource)))
      .flatMap(({ Action }) => Action);

  it.each(['IdentityUsersRole', 'IdentityCreateTenantAdminRole', 'IdentityRemoveTenantUsersRole'])(
    '%s neither lists, disables nor signs out anybody in Cognito, and changes no more than an address',
    (id) => {
      const all = actionsOf(id, /./).filter((action) => action.startsWith('cognito-idp:'));
      const some = ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminSetUserMFAPreference'];
      const mayMake = some.filter((action) => all.includes(action));

      expect([...new Set(all)].sort()).toEqual(
        [
          ...mayMake,
          'cognito-idp:AdminDeleteUser',
          'cognito-idp:AdminGetUser',
          'cognito-idp:AdminUpdateUserAttributes',
        ].sort(),
      );
    },
  );

  it('let the API of users alone find a user’s memberships in all tenants', () => {
    const may = rows.filter(({ statements }) => /index\/user"/.test(JSON.stringify(statements)));

    expect(may.map(({ id }) => id)).toEqual([expect.stringMatching(/^IdentityUsersRole/)]);
  });

  it('let the authorizer read members, and write nothing', () => {
    expect(actionsOf('IdentityAuthorizeRole', /Members/)).toEqual(['dynamodb:GetItem']);
  });
});
