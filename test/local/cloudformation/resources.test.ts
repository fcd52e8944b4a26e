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

/** What the account holds, without ids and times. */
const inventory = async () => {
  const { items: apis } = await engine.call('apigateway', 'GetRestApis');
  const api = Array.isArray(apis) ? Object(apis[0]) : {};
  const lists = await Promise.all([
    engine.call('iam', 'ListRoles'),
    engine.call('dynamodb', 'ListTables'),
    engine.call('sqs', 'ListQueues'),
    engine.call('lambda', 'ListFunctions'),
    engine.call('states', 'ListStateMachines'),
    engine.call('cognito-idp', 'ListUserPools', { MaxResults: 60 }),
    engine.call('apigateway', 'GetRestApis'),
    engine.call('apigateway', 'GetResources', { restApiId: api.id }),
    engine.call('apigateway', 'GetStages', { restApiId: api.id }),
    engine.call('apigateway', 'GetUsagePlans'),
    engine.call('apigateway', 'GetApiKeys'),
    engine.call('events', 'ListRules', { EventBusName: 'acme' }),
    engine.call('events', 'ListTargetsByRule', {
      EventBusName: 'acme',
      Rule: 'Acme-Rule-5ZJU5R2P',
    }).catch(() => ({})),
  ]);
  return lists.map((answer) =>
    Object.values(answer).flatMap((value) => (Array.isArray(value) ? [value.length] : [])),
  );
};
