import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
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

/** A change of the table itself passes. */
const changing = (error: unknown): never => {
  if (!isNamed(error, 'ResourceInUseException')) throw error;
  throw new TransientError('the table is being changed', { cause: error });
};

const missing = valueWhen(undefined, 'ResourceNotFoundException');

/** Silo tables in DynamoDB. */
export const siloTables = (client: DynamoDBClient, prefix: string): DataStores => {
  const wait = { client, maxWaitTime: WAIT_SECONDS, minDelay: 1, maxDelay: 4 };

  const described = async (TableName: string) => {
    const describe = new DescribeTableCommand({ TableName });
    return (await client.send(describe).catch(missing))?.Table;
  };

  const unprotect = async (TableName: string) => {
    const lift = new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false });
    await client.send(lift).catch(changing);
    // A table that is being changed is not deleted.
    await waitUntilTableExists(wait, { TableName });
  };

  const remove = async (TableName: string) => {
    if ((await described(TableName))?.DeletionProtectionEnabled) await unprotect(TableName);
    await client.send(new DeleteTableCommand({ TableName })).catch(changing);
    await waitUntilTableNotExists(wait, { TableName });
  };

  return {
    async create(tenantId, owner, protection) {
      const TableName = tenantResourceName(prefix, tenantId);
      const tags = Object.entries(tenantTags(prefix, tenantId, owner));
      const create = new CreateTableCommand({
        ...shape,
        TableName,
        DeletionProtectionEnabled: protection === 'ACTIVE',
        Tags: tags.map(([Key, Value]) => ({ Key, Value })),
      });
      const thereAlready = valueWhen(undefined, 'ResourceInUseException');
      const made = await client.send(create).catch(thereAlready);
      return made && TableName;
    },
    async find(tenantId) {
      const TableName = tenantResourceName(prefix, tenantId);
      const ResourceArn = (await described(TableName))?.TableArn;
      if (ResourceArn === undefined) return [];
      const list = new ListTagsOfResourceCommand({ ResourceArn });
      const { Tags = [] } = (await client.send(list).catch(missing)) ?? {};
      const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
      return [{ id: TableName, owner: ownerTagged(tags) }];
    },
    async ready(TableName) {
      await waitUntilTableExists(wait, { TableName });
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
      const backUp = { TableName, PointInTimeRecoverySpecification };
      await client.send(new UpdateContinuousBackupsCommand(backUp));
    },
    delete: (TableName) => remove(TableName).catch(missing),
  };
};
