import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { refused } from '#shared/errors.ts';
import { SHARDS, shardKey } from '#shared/tenantTableKey.ts';

/** One row: what it is to its owner, without the table's keys. */
export type Row = Record<string, unknown> & { id: string };

type Page = { after?: string | undefined; limit: number };

export type TenantTable = {
  documents: DynamoDBDocumentClient;
  tableName: string;
  tenantId: string;
};

const shardOf = (id: string): number =>
  [...id].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % SHARDS;

/** The rows of one kind of one tenant, spread over the tenant's shards by their id. */
export const tenantRows = ({ documents, tableName, tenantId }: TenantTable, kind: string) => {
  const sortKey = (id: string) => `${kind}#${id}`;
  const keyOf = (id: string) => ({ pk: shardKey(tenantId, shardOf(id)), sk: sortKey(id) });
  const inTable = { TableName: tableName };
  const ifThere = { ConditionExpression: 'attribute_exists(pk)' };

  const shard = async (index: number, { after, limit }: Page): Promise<Row[]> => {
    const query = new QueryCommand({
      ...inTable,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': shardKey(tenantId, index),
        // A character past the last page's id: BETWEEN includes its ends.
        ':from': after === undefined ? sortKey('') : `${sortKey(after)}!`,
        ':to': sortKey('~'),
      },
      Limit: limit,
    });
    return ((await documents.send(query)).Items ?? []).map(rowOf);
  };

  return {
    async create(row: Row): Promise<void> {
      await documents.send(new PutCommand({ ...inTable, Item: { ...keyOf(row.id), ...row } }));
    },
    async get(id: string): Promise<Row | undefined> {
      const { Item } = await documents.send(new GetCommand({ ...inTable, Key: keyOf(id) }));
      return Item && rowOf(Item);
    },
    /** False when there is no such row. */
    async replace(row: Row): Promise<boolean> {
      const put = new PutCommand({ ...inTable, ...ifThere, Item: { ...keyOf(row.id), ...row } });
      return documents.send(put).then(() => true, refused);
    },
    /** False when there is no such row. */
    async remove(id: string): Promise<boolean> {
      const remove = new DeleteCommand({ ...inTable, ...ifThere, Key: keyOf(id) });
      return documents.send(remove).then(() => true, refused);
    },
    /** In the order of ids, which is the order of time. */
    async list(page: Page): Promise<Row[]> {
      const shards = Array.from({ length: SHARDS }, (_, index) => shard(index, page));
      const rows = (await Promise.all(shards)).flat();
      return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, page.limit);
    },
  };
};

const rowOf = ({ pk: _pk, sk: _sk, ...row }: Record<string, unknown>): Row => ({
  ...row,
  id: String(row['id']),
});
