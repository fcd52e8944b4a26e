import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { isNamed, TransientError, valueWhen } from '#shared/errors.ts';
import { tenantTableKey } from '#shared/tenantTableKey.ts';
import type { DataStores } from '../onboarding/createDataStore.ts';
import { ownerTagged, tenantResourceName, tenantTags } from './tenantResources.ts';

const WAIT_SECONDS = 40;

const { partitionKey, sortKey } = tenantTableKey;

const shape = {
  KeySchema: [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: partitionKey, AttributeType: 'S' },
    { AttributeName: sortKey, AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
} satisfies Partial<CreateTableCommandInput>;

const missing = valueWhen(undefined, 'ResourceNotFoundException');

/** Silo tables in DynamoDB. */
export const siloTables = (client: DynamoDBClient, prefix: string): DataStores => {
  const wait = { client, maxWaitTime: WAIT_SECONDS, minDelay: 1, maxDelay: 4 };
  return {
    async create(tenantId, owner) {
      const TableName = tenantResourceName(prefix, tenantId);
      const tags = Object.entries(tenantTags(prefix, tenantId, owner));
      const Tags = tags.map(([Key, Value]) => ({ Key, Value }));
      try {
        await client.send(new CreateTableCommand({ ...shape, TableName, Tags }));
      } catch (error) {
        if (!isNamed(error, 'ResourceInUseException')) throw error;
        return false;
      }
      await waitUntilTableExists(wait, { TableName });
      return true;
    },
    async find(tenantId) {
      const TableName = tenantResourceName(prefix, tenantId);
      const described = await client.send(new DescribeTableCommand({ TableName })).catch(missing);
      const ResourceArn = described?.Table?.TableArn;
      if (ResourceArn === undefined) return [];
      const list = new ListTagsOfResourceCommand({ ResourceArn });
      const { Tags = [] } = (await client.send(list).catch(missing)) ?? {};
      const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
      return [{ id: TableName, owner: ownerTagged(tags) }];
    },
    async ready(TableName) {
      await waitUntilTableExists(wait, { TableName });
    },
    async delete(TableName) {
      try {
        await client.send(new DeleteTableCommand({ TableName }));
      } catch (error) {
        if (isNamed(error, 'ResourceNotFoundException')) return;
        if (!isNamed(error, 'ResourceInUseException')) throw error;
        throw new TransientError(`table ${TableName} is still being made`, { cause: error });
      }
      await waitUntilTableNotExists(wait, { TableName });
    },
  };
};
