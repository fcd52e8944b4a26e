import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { arnOf, resourcesOf } from '../../../support/resources.ts';
import { statementsOf } from '../../../support/statements.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's, filled in by IAM
const TENANT_ID = '${aws:PrincipalTag/TenantId}';

const idOf = (type: string, beginning: string) => {
  const [found, ...more] = resourcesOf(type, ['AppPlane']).filter(({ id }) =>
    id.startsWith(beginning),
  );
  if (!found || more.length > 0) throw new Error(`not one ${type} ${beginning}`);
  return found.id;
};

const role = idOf('AWS::IAM::Role', 'TenantsTenantAccessRole');

const RoleOf = z.object({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }) });
const functionRoles = resourcesOf('AWS::Lambda::Function', ['AppPlane']).map(
  ({ Properties }) => RoleOf.parse(Properties).Role['Fn::GetAtt'][0],
);

const actions = ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
  (action) => `dynamodb:${action}`,
);

describe('the tenant-access role', () => {
  it('trusts the application plane’s functions, with the tenant’s tag and no other', () => {
    const { Properties } = resourcesOf('AWS::IAM::Role').find(({ id }) => id === role) ?? {};

    expect(functionRoles).toHaveLength(4);
    expect(Properties?.['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Principal: { AWS: functionRoles.toSorted().map(arnOf) },
          Condition: {
            Null: { 'aws:RequestTag/TenantId': 'false' },
            'ForAllValues:StringEquals': { 'aws:TagKeys': ['TenantId'] },
          },
        },
      ],
    });
  });

  it('lasts an hour at most', () => {
    const { Properties } = resourcesOf('AWS::IAM::Role').find(({ id }) => id === role) ?? {};

    expect(Properties).toMatchObject({ MaxSessionDuration: 3_600 });
  });

  it('admits one tenant’s rows of the pooled table, and its own table, by five actions', () => {
    expect(statementsOf(role)).toEqual([
      {
        Effect: 'Allow',
        Action: actions,
        Resource: [arnOf(idOf('AWS::DynamoDB::Table', 'PooledTable'))],
        Condition: {
          'ForAllValues:StringEquals': {
            'dynamodb:LeadingKeys': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(
              (shard) => `${TENANT_ID}#${shard}`,
            ),
          },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      {
        Effect: 'Allow',
        Action: actions,
        Resource: [
          {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':dynamodb:',
                { Ref: 'AWS::Region' },
                ':',
                { Ref: 'AWS::AccountId' },
                `:table/dev-tenant-${TENANT_ID}`,
              ],
            ],
          },
        ],
      },
    ]);
  });
});

describe('the application plane’s functions', () => {
  /** Those that erase have no data permission of their own either: they look, and count. */
  const erasing = (id: string) => /EraseRows|ProveErased/.test(id);

  it.each(functionRoles.filter(erasing))('%s reaches no row of the pooled table itself', (id) => {
    const reached = statementsOf(id).filter(({ Action }) =>
      Action.some((action) => action.startsWith('dynamodb:')),
    );

    expect(JSON.stringify(reached)).not.toContain('PooledTable');
    expect(reached.flatMap(({ Action }) => Action)).not.toContain('dynamodb:DeleteItem');
  });

  const serving = functionRoles.filter((id) => !erasing(id));

  it.each(serving)('%s may log, trace and assume the tenants’ role, nothing else', (id) => {
    const allowed = statementsOf(id).flatMap(({ Action }) => Action);

    expect(allowed.sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sts:AssumeRole',
      'sts:TagSession',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it.each(functionRoles)('%s may assume that role alone', (id) => {
    const assuming = statementsOf(id).filter(({ Action }) => Action.includes('sts:AssumeRole'));

    expect(assuming.map(({ Resource }) => Resource)).toEqual([[arnOf(role)]]);
  });
});
