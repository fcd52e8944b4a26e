import { DeleteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SHARDS, shardKey } from '#shared/tenantTableKey.ts';

/** A tenant's rows in one table, whatever they are. */
export type TenantShards = {
  /** Erases up to some hundreds of rows of each shard; `more` when there may be others. */
  eraseSome(): Promise<{ erased: number; more: boolean }>;
  /** Whether there is no row. */
  areEmpty(): Promise<boolean>;
};

type Where = { documents: DynamoDBDocumentClient; tableName: string; tenantId: string };

const Keys = z.array(z.object({ pk: z.string(), sk: z.string() }));

/** Of one shard in one call: each row is deleted by a call of its own, ten shards side by side. */
const AT_ONCE = 100;

/** The rows of one tenant, read and deleted by keys alone: by a session that admits no other tenant's. */
export const tenantShards = ({ documents, tableName, tenantId }: Where): TenantShards => {
  const keysOf = async (shard: number, Limit: number) => {
    const query = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': shardKey(tenantId, shard) },
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
      Limit,
    });
    const { Items, LastEvaluatedKey } = await documents.send(query);
    return { keys: Keys.parse(Items), more: LastEvaluatedKey !== undefined };
  };
  const eraseSomeOf = async (shard: number) => {
    const { keys, more } = await keysOf(shard, AT_ONCE);
    for (const Key of keys) {
      await documents.send(new DeleteCommand({ TableName: tableName, Key }));
    }
    return { erased: keys.length, more };
  };
  const all = Array.from({ length: SHARDS }, (_, shard) => shard);
  return {
    async eraseSome() {
      const done = await Promise.all(all.map(eraseSomeOf));
      return {
        erased: done.reduce((sum, { erased }) => sum + erased, 0),
        more: done.some(({ more }) => more),
      };
    },
    async areEmpty() {
      const found = await Promise.all(all.map((shard) => keysOf(shard, 1)));
      return found.every(({ keys }) => keys.length === 0);
    },
  };
};
