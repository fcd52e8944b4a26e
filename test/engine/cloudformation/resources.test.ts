import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deployAssembly } from '../../../engine/cloudformation/deployAssembly.ts';
import { resourceStates, stateKey } from '../../../engine/cloudformation/resourceStates.ts';
import type { JsonObject } from '../../../engine/kernel/json.ts';
import { awsServices } from '../../../engine/services.ts';
import { applicationTemplate } from '../../support/applicationTemplate.ts';
import { assemblyOf } from '../../support/assemblyOf.ts';
import { codeAsset } from '../../support/codeAsset.ts';
import { named } from '../../support/inventory.ts';
import { testEngine } from '../../support/testEngine.ts';

type LogicalId = keyof typeof applicationTemplate.Resources;

let code: Awaited<ReturnType<typeof codeAsset>>;
let engine: Awaited<ReturnType<typeof testEngine>>;

beforeAll(async () => {
  code = await codeAsset();
});

afterAll(() => code.remove());

beforeEach(async () => {
  engine = await testEngine(awsServices);
});

afterEach(() => engine.destroy());

const deploy = (template: object) =>
  deployAssembly(engine.engine, assemblyOf({ Acme: template }, { 'code.zip': code.directory }));

/** The application with some properties of one resource changed. */
const changed = (logicalId: LogicalId, properties: object) => {
  const { Resources } = applicationTemplate;
  const resource = Resources[logicalId];
  const Properties = { ...resource.Properties, ...properties };
  return {
    ...applicationTemplate,
    Resources: { ...Resources, [logicalId]: { ...resource, Properties } },
  };
};

const idOf = async (logicalId: LogicalId): Promise<string> => {
  const state = await resourceStates(engine.engine).get(stateKey('Acme', logicalId));
  return state?.physicalId ?? '';
};

const FunctionName = named('Function', 64);
const RoleName = named('Role', 64);
const Rule = named('Rule', 64);

type Change = {
  resource: LogicalId;
  properties: object;
  read: () => Promise<[service: string, operation: string, input: JsonObject]>;
  expected: object;
};

const changes: Change[] = [
  {
    resource: 'Role',
    properties: { Policies: [], ManagedPolicyArns: [], Description: 'new' },
    read: async () => ['iam', 'ListRolePolicies', { RoleName }],
    expected: { PolicyNames: ['TablePolicy'] },
  },
  {
    resource: 'Policy',
    properties: { PolicyName: 'Renamed' },
    read: async () => ['iam', 'ListRolePolicies', { RoleName }],
    expected: { PolicyNames: ['Renamed', 'inline'] },
  },
  {
    resource: 'Managed',
    properties: { PolicyDocument: { Version: '2012-10-17', Statement: [] } },
    read: async () => ['iam', 'GetPolicy', { PolicyArn: await idOf('Managed') }],
    expected: { Policy: { DefaultVersionId: 'v2' } },
  },
  {
    resource: 'Table',
    properties: { TimeToLiveSpecification: undefined },
    read: async () => ['dynamodb', 'DescribeTimeToLive', { TableName: named('Table', 255) }],
    expected: { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } },
  },
  {
    resource: 'Queue',
    properties: { VisibilityTimeout: undefined, DelaySeconds: 2 },
    read: async () => [
      'sqs',
      'GetQueueAttributes',
      { QueueUrl: await idOf('Queue'), AttributeNames: ['All'] },
    ],
    expected: { Attributes: { VisibilityTimeout: '30', DelaySeconds: '2' } },
  },
  {
    resource: 'Rule',
    properties: { Targets: [], EventPattern: { source: ['other'] } },
    read: async () => ['events', 'ListTargetsByRule', { EventBusName: 'acme', Rule }],
    expected: { Targets: [] },
  },
  {
    resource: 'Function',
    properties: { Environment: undefined, Timeout: 9, ReservedConcurrentExecutions: undefined },
    read: async () => ['lambda', 'GetFunction', { FunctionName }],
    expected: { Configuration: { Timeout: 9, Environment: { Variables: {} } } },
  },
  {
    resource: 'Permission',
    properties: { Principal: 'apigateway.amazonaws.com', SourceArn: undefined },
    read: async () => ['lambda', 'GetPolicy', { FunctionName }],
    expected: {
      Policy: expect.stringMatching(/^[^{]*\{.*"Service":"apigateway.amazonaws.com".*$/),
    },
  },
  {
    resource: 'Machine',
    properties: {
      DefinitionSubstitutions: { first: 'Done', other: 'x' },
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL' },
    },
    read: async () => [
      'states',
      'DescribeStateMachine',
      { stateMachineArn: await idOf('Machine') },
    ],
    expected: { loggingConfiguration: { level: 'ALL' } },
  },
  {
    resource: 'Api',
    properties: { Description: 'new' },
    read: async () => ['apigateway', 'GetRestApi', { restApiId: await idOf('Api') }],
    expected: { description: 'new' },
  },
  {
    resource: 'Resource',
    properties: { PathPart: 'moved' },
    read: async () => [
      'apigateway',
      'GetResources',
      { restApiId: await idOf('Api'), embed: ['methods'] },
    ],
    expected: {
      items: expect.arrayContaining([
        expect.objectContaining({
          path: '/moved',
          resourceMethods: { GET: expect.objectContaining({ authorizationType: 'CUSTOM' }) },
        }),
      ]),
    },
  },
  {
    resource: 'Things',
    properties: { ApiKeyRequired: true, MethodResponses: [] },
    read: async () => [
      'apigateway',
      'GetMethod',
      { restApiId: await idOf('Api'), resourceId: await idOf('Resource'), httpMethod: 'GET' },
    ],
    expected: { apiKeyRequired: true, methodIntegration: { type: 'MOCK' } },
  },
  {
    resource: 'Authorizer',
    properties: { AuthorizerResultTtlInSeconds: 60 },
    read: async () => [
      'apigateway',
      'GetAuthorizer',
      { restApiId: await idOf('Api'), authorizerId: await idOf('Authorizer') },
    ],
    expected: { authorizerResultTtlInSeconds: 60, name: 'tokens' },
  },
  {
    resource: 'Stage',
    properties: { Variables: {}, MethodSettings: [{ ThrottlingRateLimit: 20 }] },
    read: async () => ['apigateway', 'GetStage', { restApiId: await idOf('Api'), stageName: 'v1' }],
    expected: { variables: {}, methodSettings: { '*/*': { throttlingRateLimit: 20 } } },
  },
  {
    resource: 'Plan',
    properties: { Quota: { Limit: 5, Period: 'WEEK' }, Throttle: { BurstLimit: 7, RateLimit: 1 } },
    read: async () => ['apigateway', 'GetUsagePlan', { usagePlanId: await idOf('Plan') }],
    expected: { quota: { limit: 5, period: 'WEEK' }, throttle: { burstLimit: 7, rateLimit: 1 } },
  },
  {
    resource: 'Key',
    properties: { Enabled: false },
    read: async () => ['apigateway', 'GetApiKey', { apiKey: await idOf('Key') }],
    expected: { enabled: false },
  },
  {
    resource: 'Pool',
    properties: { EmailVerificationSubject: 'new' },
    read: async () => ['cognito-idp', 'DescribeUserPool', { UserPoolId: await idOf('Pool') }],
    expected: { UserPool: { EmailVerificationSubject: 'new' } },
  },
  {
    resource: 'Client',
    properties: { AccessTokenValidity: 2 },
    read: async () => [
      'cognito-idp',
      'DescribeUserPoolClient',
      { UserPoolId: await idOf('Pool'), ClientId: await idOf('Client') },
    ],
    expected: { UserPoolClient: { AccessTokenValidity: 2, ClientName: 'console' } },
  },
  {
    resource: 'Parameter',
    properties: { Value: 'new' },
    read: async () => ['ssm', 'GetParameter', { Name: '/acme/pool' }],
    expected: { Parameter: { Value: 'new' } },
  },
];

describe('resourceProviders', () => {
  it.each(changes)(
    'change a $resource in place',
    async ({ resource, properties, read, expected }) => {
      await deploy(applicationTemplate);

      await deploy(changed(resource, properties));

      expect(await engine.call(...(await read()))).toMatchObject(expected);
    },
  );

  it('remove everything that they made', async () => {
    await deploy(applicationTemplate);
    await deploy({ Resources: {} });

    const left = await Promise.all([
      engine.call('iam', 'ListRoles'),
      engine.call('dynamodb', 'ListTables'),
      engine.call('lambda', 'ListFunctions'),
      engine.call('cognito-idp', 'ListUserPools', { MaxResults: 60 }),
      engine.call('apigateway', 'GetRestApis'),
      engine.call('apigateway', 'GetUsagePlans'),
      engine.call('apigateway', 'GetApiKeys'),
    ]);

    expect(left.flatMap(Object.values).flat().filter(Boolean)).toEqual([]);
    expect(await resourceStates(engine.engine).list()).toEqual([]);
  });

  it('refuse to change what only a new table could have', async () => {
    await deploy(applicationTemplate);

    await expect(deploy(changed('Table', { BillingMode: 'PROVISIONED' }))).rejects.toThrow(
      /Acme\.Table \(AWS::DynamoDB::Table\): .* LOCAL_DIR/,
    );
  });
});
