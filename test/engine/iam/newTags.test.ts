import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../engine/aws/apigateway/apigateway.ts';
import { cognito } from '../../../engine/aws/cognito/cognito.ts';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { iam } from '../../../engine/aws/iam/iam.ts';
import { sts } from '../../../engine/aws/sts/sts.ts';
import type { Principal } from '../../../engine/endpoint/call.ts';
import type { JsonObject } from '../../../engine/kernel/json.ts';
import { testEngine } from '../../support/testEngine.ts';

const maker: Principal = {
  kind: 'role',
  accountId: '000000000000',
  roleName: 'Maker',
  sessionName: 'one',
  tags: {},
};

const table = {
  TableName: 'orders',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};

/** Each makes something that has the tag from the start. */
const creations: [string, string, JsonObject][] = [
  ['cognito-idp', 'CreateUserPool', { PoolName: 'p', UserPoolTags: { Product: 'p' } }],
  ['apigateway', 'CreateApiKey', { name: 'k', tags: { Product: 'p' } }],
  ['dynamodb', 'CreateTable', { ...table, Tags: [{ Key: 'Product', Value: 'p' }] }],
];

const policy = (Condition: JsonObject): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }],
  });

describe('audit 9: the tags of what does not exist yet', () => {
  let engine: Awaited<ReturnType<typeof testEngine>>;
  beforeAll(async () => {
    engine = await testEngine([iam, sts, cognito, apigateway, dynamodb]);
  });
  beforeEach(() =>
    engine
      .call('iam', 'CreateRole', {
        RoleName: 'Maker',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: 'lambda.amazonaws.com' },
            },
          ],
        }),
      })
      .catch(() => undefined),
  );
  afterAll(() => engine.destroy());

  const made = async (by: JsonObject, [service, operation, input]: (typeof creations)[number]) => {
    await engine.call('iam', 'PutRolePolicy', {
      RoleName: 'Maker',
      PolicyName: 'make',
      PolicyDocument: policy(by),
    });
    return engine.engine.call({ service, operation, input, principal: maker }).then(
      () => 'made',
      (error: Error & { code?: string }) => error.code,
    );
  };

  it.each(creations)(
    'are judged by the request’s, not as the resource’s own: %s %s',
    async (...creation) => {
      const own = { StringEquals: { 'aws:ResourceTag/Product': 'p' } };
      const asked = { StringEquals: { 'aws:RequestTag/Product': 'p' } };

      expect(await made(own, creation)).toMatch(/^AccessDenied/);
      expect(await made(asked, creation)).toBe('made');
    },
  );
});
