import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deployAssembly } from '../../../local/cloudformation/deployAssembly.ts';
import { awsServices } from '../../../local/services.ts';
import { applicationTemplate } from '../../support/applicationTemplate.ts';
import { assemblyOf } from '../../support/assemblyOf.ts';
import { testEngine } from '../../support/testEngine.ts';

type Template = { Resources: Record<string, object>; Outputs?: object };

let code: string;
let engine: Awaited<ReturnType<typeof testEngine>>;

beforeAll(async () => {
  code = await mkdtemp(join(tmpdir(), 'code-'));
  await writeFile(join(code, 'index.mjs'), 'export const handler = async () => ({});');
});

afterAll(() => rm(code, { recursive: true }));

beforeEach(async () => {
  engine = await testEngine(awsServices);
});

afterEach(() => engine.destroy());

const deploy = (template: Template) =>
  deployAssembly(engine.engine, assemblyOf({ Acme: template }, { 'code.zip': code }));

const changed = (logicalId: keyof typeof applicationTemplate.Resources, properties: object) => {
  const { Resources } = applicationTemplate;
  const { Properties, ...resource } = Resources[logicalId];
  const next = { ...resource, Properties: { ...Properties, ...properties } };
  return { ...applicationTemplate, Resources: { ...Resources, [logicalId]: next } };
};

const Account = z.object({ apis: z.array(z.object({ id: z.string() })) });

const listing = async (service: string, operation: string, input: JsonObject = {}) =>
  Object.values(await engine.call(service, operation, input)).filter(Array.isArray);

/** How many of each thing the account holds, and every setting that takes a call of its own. */
const inventory = async () => {
  const [apis = []] = await listing('apigateway', 'GetRestApis');
  const restApiId = Account.parse({ apis }).apis[0]?.id ?? '';
  const counted = await Promise.all([
    listing('iam', 'ListRoles'),
    listing('dynamodb', 'ListTables'),
    listing('sqs', 'ListQueues'),
    listing('lambda', 'ListFunctions'),
    listing('states', 'ListStateMachines'),
    listing('cognito-idp', 'ListUserPools', { MaxResults: 60 }),
    listing('apigateway', 'GetUsagePlans'),
    listing('apigateway', 'GetApiKeys'),
    listing('apigateway', 'GetResources', { restApiId }),
    listing('apigateway', 'GetStages', { restApiId }),
    listing('events', 'ListRules', { EventBusName: 'acme' }),
    listing('iam', 'ListRolePolicies', { RoleName: name('Role', 64) }),
    listing('iam', 'ListAttachedRolePolicies', { RoleName: name('Role', 64) }),
    listing('events', 'ListTargetsByRule', { EventBusName: 'acme', Rule: name('Rule', 64) }),
  ]);
  const queue = await engine.call('sqs', 'GetQueueUrl', { QueueName: name('Queue', 80) });
  const settings = await Promise.all([
    engine.call('dynamodb', 'DescribeTimeToLive', { TableName: name('Table', 255) }),
    engine.call('sqs', 'GetQueueAttributes', { ...queue, AttributeNames: ['Policy'] }),
    engine.call('lambda', 'GetFunctionConcurrency', { FunctionName: name('Function', 64) }),
    engine.call('lambda', 'GetPolicy', { FunctionName: name('Function', 64) }),
  ]);
  return {
    apis: apis.length,
    counts: counted.map(([list]) => list?.length),
    settings: settings.map(withoutRevision),
  };
};

const withoutRevision = ({ RevisionId: _changes, ...settings }: JsonObject) => settings;

describe('deployAssembly with the engine\u2019s own services', () => {
  it('makes every type, once', async () => {
    await deploy(applicationTemplate);
    const first = await inventory();
    const { calls, engine: counting } = counted();

    await deployAssembly(counting, assembly(applicationTemplate));

    expect(calls()).toBe(0);
    expect(await inventory()).toEqual(first);
  });
});
