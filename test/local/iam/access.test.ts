import { runSimulation } from '@cloud-copilot/iam-simulate';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AwsService } from '../../../local/gateway/service.ts';
import type { Permission } from '../../../local/iam/access.ts';
import type { JsonObject } from '../../../local/json.ts';
import { awsServices } from '../../../local/services.ts';
import { testEngine } from '../../support/testEngine.ts';

const services: AwsService[] = [];
let engine: Awaited<ReturnType<typeof testEngine>>;

beforeAll(async () => {
  const kept = awsServices.map((build) => (from: Parameters<typeof build>[0]) => {
    const service = build(from);
    services.push(service);
    return service;
  });
  engine = await testEngine(kept);
  await engine.call('dynamodb', 'CreateTable', {
    TableName: 'orders',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'day', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byDay',
        KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterAll(() => engine.destroy());

const ROLE = 'arn:aws:iam::000000000000:role/r';

const key = (pk: string) => ({ pk: { S: pk } });

/** Enough of every operation's fields for its permissions to be known. */
const INPUTS: Readonly<Record<string, JsonObject>> = {
  apigateway: {
    restApiId: 'a',
    resourceId: 'r',
    parentId: 'r',
    httpMethod: 'GET',
    statusCode: '200',
    authorizerId: 'x',
    deploymentId: 'd',
    stageName: 's',
    requestValidatorId: 'v',
    modelName: 'm',
    responseType: 'DEFAULT_4XX',
    apiKey: 'k',
    usagePlanId: 'p',
    keyId: 'k',
    resourceArn: 'arn:aws:apigateway:us-east-1::/apikeys/k',
  },
  'cognito-idp': {
    UserPoolId: 'us-east-1_a',
    ResourceArn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a',
  },
  dynamodb: {
    TableName: 'orders',
    Key: key('a'),
    Item: key('a'),
    ResourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders',
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'a' } },
  },
  events: {
    Name: 'n',
    Rule: 'n',
    Entries: [{ Source: 's', DetailType: 't' }],
    ResourceARN: 'arn:aws:events:us-east-1:000000000000:rule/n',
  },
  iam: { RoleName: 'r', PolicyName: 'p', PolicyArn: 'arn:aws:iam::000000000000:policy/p' },
  lambda: { FunctionName: 'f' },
  sqs: { QueueUrl: 'http://127.0.0.1/000000000000/q', QueueName: 'q' },
  ssm: { Name: '/a/b', Names: ['/a/b'], Path: '/a', ResourceId: '/a/b' },
  states: {
    name: 'm',
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:e',
    resourceArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
  },
  sts: { RoleArn: ROLE, RoleSessionName: 's' },
};

const caller = {
  kind: 'role',
  accountId: '000000000000',
  roleName: 'r',
  sessionName: 's',
  tags: {},
} as const;

const permissionsOf = async (
  name: string,
  operation: string,
  input: JsonObject,
): Promise<readonly Permission[]> => {
  const service = services.find(({ signingName }) => signingName === name);
  const of = service?.access?.permissions[operation];
  if (!of) throw new Error(`no permissions for ${name}:${operation}`);
  return of(input, caller);
};

const allowAll = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
};

/** What an independent copy of AWS's service authorization reference has against a permission. */
const objection = async ({ action, resource }: Permission): Promise<string | undefined> => {
  const answer = await runSimulation(
    {
      request: {
        principal: ROLE,
        action,
        resource: { resource, accountId: '000000000000' },
        contextVariables: {},
      },
      identityPolicies: [{ name: 'all', policy: allowAll }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return answer.resultType === 'error' ? answer.errors.message : undefined;
};

/** AWS's reference lists too few methods and kinds of resources for API Gateway. */
const known = (name: string, message: string | undefined): boolean =>
  message === undefined ||
  (name === 'apigateway' && ['no.resource.types', 'multiple.resource.types'].includes(message));

describe('access', () => {
  it('says for every operation what it needs, in actions and ARNs that AWS knows', async () => {
    const wrong: string[] = [];
    for (const { signingName, operations, publicOperations = [] } of services) {
      for (const operation of Object.keys(operations)) {
        if (publicOperations.includes(operation)) continue;
        const input = INPUTS[signingName] ?? {};
        for (const permission of await permissionsOf(signingName, operation, input)) {
          const message = await objection(permission);
          if (!known(signingName, message)) {
            wrong.push(`${operation}: ${permission.action} on ${permission.resource}: ${message}`);
          }
        }
      }
    }

    expect(services).toHaveLength(awsServices.length);
    expect(wrong).toEqual([]);
  });

  it('names no operation that a service does not have', () => {
    for (const { signingName, operations, access } of services) {
      const unknown = Object.keys(access?.permissions ?? {}).filter((name) => !operations[name]);
      expect({ signingName, unknown }).toEqual({ signingName, unknown: [] });
    }
  });

  const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

  it.each<[string, JsonObject, string[], unknown]>([
    ['GetItem', { TableName: 'orders', Key: key('a') }, ['GetItem'], ['a']],
    ['GetItem', { TableName: TABLE, Key: key('a') }, ['GetItem'], ['a']],
    ['PutItem', { TableName: 'orders', Item: key('b'), Key: key('a') }, ['PutItem'], ['b']],
    ['UpdateItem', { TableName: 'orders', Key: key('a'), Item: key('b') }, ['UpdateItem'], ['a']],
    ['Scan', { TableName: 'orders' }, ['Scan'], []],
    [
      'Query',
      {
        TableName: 'orders',
        KeyConditionExpression: ':v = #p',
        ExpressionAttributeNames: { '#p': 'pk' },
        ExpressionAttributeValues: { ':v': { S: 'a' } },
      },
      ['Query'],
      ['a'],
    ],
    [
      'Query',
      {
        TableName: 'orders',
        KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } },
      },
      ['Query'],
      ['a'],
    ],
    [
      'BatchGetItem',
      { RequestItems: { orders: { Keys: [key('a'), key('b')] } } },
      ['BatchGetItem'],
      ['a', 'b'],
    ],
    [
      'BatchWriteItem',
      {
        RequestItems: {
          orders: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('b') } }],
        },
      },
      ['BatchWriteItem'],
      ['a', 'b'],
    ],
  ])('gives %s of %j its leading keys', async (operation, input, actions, expected) => {
    const permissions = await permissionsOf('dynamodb', operation, input);

    expect(permissions.map(({ action }) => action)).toEqual(
      actions.map((action) => `dynamodb:${action}`),
    );
    expect(permissions[0]?.resource).toBe(TABLE);
    expect(permissions[0]?.keys?.['dynamodb:LeadingKeys']).toEqual(expected);
  });

  it('asks for an index by its own ARN and its own key', async () => {
    const [permission] = await permissionsOf('dynamodb', 'Query', {
      TableName: 'orders',
      IndexName: 'byDay',
      KeyConditionExpression: '#d = :d',
      ExpressionAttributeNames: { '#d': 'day' },
      ExpressionAttributeValues: { ':d': { S: 'monday' } },
    });

    expect(permission?.resource).toBe(`${TABLE}/index/byDay`);
    expect(permission?.keys?.['dynamodb:LeadingKeys']).toEqual(['monday']);
  });

  it('asks for each item of a transaction by its own action', async () => {
    const TableName = 'orders';
    const permissions = await permissionsOf('dynamodb', 'TransactWriteItems', {
      TransactItems: [
        { Put: { TableName, Item: key('a') } },
        { Update: { TableName, Key: key('b') } },
        { Delete: { TableName, Key: key('c') } },
        { ConditionCheck: { TableName, Key: key('d') } },
      ],
    });

    expect(permissions.map(({ action, keys }) => [action, keys?.['dynamodb:LeadingKeys']])).toEqual(
      [
        ['dynamodb:PutItem', ['a']],
        ['dynamodb:UpdateItem', ['b']],
        ['dynamodb:DeleteItem', ['c']],
        ['dynamodb:ConditionCheckItem', ['d']],
      ],
    );
  });

  it('tells the attributes that an expression names, and what a read selects', async () => {
    const [permission] = await permissionsOf('dynamodb', 'GetItem', {
      TableName: 'orders',
      Key: key('a'),
      ProjectionExpression: 'price, #l[0].sku, size',
      ExpressionAttributeNames: { '#l': 'lines' },
    });

    expect(permission?.keys).toMatchObject({
      'dynamodb:Attributes': ['price', 'lines', 'size', 'pk'],
      'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
    });
  });

  it.each<[string, string, JsonObject, string[]]>([
    [
      'dynamodb',
      'CreateTable',
      { TableName: 't', Tags: [] },
      ['dynamodb:CreateTable', 'dynamodb:TagResource'],
    ],
    [
      'sqs',
      'CreateQueue',
      { QueueName: 'q', tags: { a: 'b' } },
      ['sqs:CreateQueue', 'sqs:TagQueue'],
    ],
    ['sqs', 'SendMessageBatch', { QueueUrl: 'http://h/000000000000/q' }, ['sqs:SendMessage']],
    ['apigateway', 'CreateApiKey', { tags: { a: 'b' } }, ['apigateway:POST', 'apigateway:PUT']],
    [
      'cognito-idp',
      'CreateUserPool',
      { UserPoolTags: { a: 'b' } },
      ['cognito-idp:CreateUserPool', 'cognito-idp:TagResource'],
    ],
    [
      'sts',
      'AssumeRole',
      { RoleArn: ROLE, RoleSessionName: 's', Tags: [{ Key: 'a', Value: 'b' }] },
      ['sts:AssumeRole', 'sts:TagSession'],
    ],
    ['sts', 'GetCallerIdentity', {}, []],
    [
      'lambda',
      'CreateFunction',
      { FunctionName: 'f', Role: ROLE },
      ['lambda:CreateFunction', 'iam:PassRole'],
    ],
    [
      'states',
      'CreateStateMachine',
      { name: 'm', roleArn: ROLE },
      ['states:CreateStateMachine', 'iam:PassRole'],
    ],
    [
      'events',
      'PutTargets',
      { Rule: 'n', Targets: [{ Arn: 'a', RoleArn: ROLE }] },
      ['events:PutTargets', 'iam:PassRole'],
    ],
  ])('asks for %s:%s of %j: %j', async (service, operation, input, expected) => {
    const permissions = await permissionsOf(service, operation, input);

    expect(permissions.map(({ action }) => action)).toEqual(expected);
  });
});
