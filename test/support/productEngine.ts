import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { inProcessHandler } from '../../engine/endpoint/inProcess.ts';
import type { ServiceFactory } from '../../engine/endpoint/serviceFactory.ts';
import { JsonObject } from '../../engine/kernel/json.ts';
import { templateOf } from './assembly.ts';
import { testEngine } from './testEngine.ts';

const tables = {
  registrations: { stack: 'ControlPlane', id: /^RegistrationRegistrations/ },
  claims: { stack: 'ControlPlane', id: /^ProvisioningTasksClaims/ },
  mail: { stack: 'ControlPlane', id: /^MailOutbox/ },
  members: { stack: 'Foundation', id: /^Members/ },
  routes: { stack: 'Foundation', id: /^RoutingTable/ },
  erasures: { stack: 'Foundation', id: /^Erasures/ },
  webhooks: { stack: 'ControlPlane', id: /^WebhooksTable/ },
  pooled: { stack: 'AppPlane', id: /^PooledTable/ },
} as const;

const Resources = z.record(z.string(), z.object({ Properties: JsonObject.optional() }));

const ofCreateTable = ['AttributeDefinitions', 'KeySchema', 'GlobalSecondaryIndexes'];

/** What CreateTable takes to make a table as the product's template declares it. */
const declared = (table: keyof typeof tables): JsonObject => {
  const { stack, id } = tables[table];
  const resources = Resources.parse(templateOf(stack)['Resources']);
  const found = Object.entries(resources).find(([name]) => id.test(name))?.[1].Properties;
  if (!found) throw new Error(`the template ${stack} declares no table ${id}`);
  const kept = Object.entries(found).filter(([name]) => ofCreateTable.includes(name));
  return { ...Object.fromEntries(kept), BillingMode: 'PAY_PER_REQUEST' };
};

/**
 * An engine that the SDK clients of this test file talk to without being told: `AWS_ENDPOINT_URL`
 * and root's keys are in the environment, which Jest keeps per file.
 */
export const productEngine = async (services: readonly ServiceFactory[]) => {
  const running = await testEngine(services);
  const { endpoint, region, credentials } = running.engine;
  process.env['AWS_ENDPOINT_URL'] = endpoint;
  process.env['AWS_REGION'] = region;
  process.env['AWS_ACCESS_KEY_ID'] = credentials.root.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = credentials.root.secretAccessKey;
  await running.start();
  return {
    ...running,
    /** As the product's own client, without a socket. */
    documents: DynamoDBDocumentClient.from(
      new DynamoDBClient({ requestHandler: inProcessHandler(running.handle) }),
      { marshallOptions: { removeUndefinedValues: true } },
    ),
    /** Makes an empty table as the product declares it. */
    async table(table: keyof typeof tables, TableName: string = table): Promise<string> {
      await running.call('dynamodb', 'CreateTable', { ...declared(table), TableName });
      return TableName;
    },
  };
};
export type ProductEngine = Awaited<ReturnType<typeof productEngine>>;
