import { runSimulation } from '@cloud-copilot/iam-simulate';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AwsService } from '../../../engine/endpoint/service.ts';
import type { Permission } from '../../../engine/iam/access.ts';
import type { JsonObject } from '../../../engine/kernel/json.ts';
import { accessOfAll } from './accessOfAll.ts';

let all: Awaited<ReturnType<typeof accessOfAll>>;

beforeAll(async () => {
  all = await accessOfAll();
});
afterAll(() => all.destroy());

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
    ArchiveName: 'a',
    ReplayName: 'r',
    EventSourceArn: 'arn:aws:events:us-east-1:000000000000:archive/a',
    Destination: { Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/default' },
  },
  ses: { EmailIdentity: 'x.example', FromEmailAddress: 'a@x.example' },
  iam: { RoleName: 'r', PolicyName: 'p', PolicyArn: 'arn:aws:iam::000000000000:policy/p' },
  lambda: { FunctionName: 'f', UUID: '00000000-0000-0000-0000-000000000000' },
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

/** What is wrong with a service's permissions; operations that are open to all need none. */
const objections = ({ signingName, operations, publicOperations = [] }: AwsService) =>
  Object.keys(operations)
    .filter((operation) => !publicOperations.includes(operation))
    .map(async (operation) => {
      const input = INPUTS[signingName] ?? {};
      const permissions = await all.permissionsOf(signingName, operation, input);
      const found = permissions.map(async (permission) => {
        const message = await objection(permission);
        const { action, resource } = permission;
        return known(signingName, message) ? [] : [`${action} on ${resource}: ${message}`];
      });
      return (await Promise.all(found)).flat();
    });

describe('access', () => {
  it('says for every operation what it needs, in actions and ARNs that AWS knows', async () => {
    const wrong = await Promise.all(all.services.flatMap(objections));

    expect(all.services.map(({ signingName }) => signingName).sort()).toEqual(
      Object.keys(INPUTS).sort(),
    );
    expect(wrong.flat()).toEqual([]);
  });

  it('names no operation that a service does not have', () => {
    for (const { signingName, operations, access } of all.services) {
      const unknown = Object.keys(access?.permissions ?? {}).filter((name) => !operations[name]);
      expect({ signingName, unknown }).toEqual({ signingName, unknown: [] });
    }
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
    const permissions = await all.permissionsOf(service, operation, input);

    expect(permissions.map(({ action }) => action)).toEqual(expected);
  });

  it.each<[string, string, JsonObject]>([
    ['cognito-idp', 'CreateUserPool', { UserPoolTags: { a: 'b' } }],
    ['apigateway', 'CreateApiKey', { tags: { a: 'b' } }],
  ])(
    'knows of what %s:%s makes the tags of the request alone',
    async (service, operation, input) => {
      const permissions = await all.permissionsOf(service, operation, input);

      for (const { keys } of permissions) {
        expect(keys).toEqual({ 'aws:TagKeys': ['a'], 'aws:RequestTag/a': 'b' });
      }
      expect(permissions).toHaveLength(2);
    },
  );
});
