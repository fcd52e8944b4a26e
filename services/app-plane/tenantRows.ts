import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { refused } from '#shared/errors.ts';
import { SHARDS, shardKey } from '#shared/tenantTableKey.ts';
import { type Expected, newVersion, onlyIf, versionOf } from './rowVersion.ts';

/** One row: what it is to its owner, without the table's keys and its version. */
export type Row = Record<string, unknown> & { id: string };

/** A row, and the version that it has: another one after every write. */
export type Versioned = { row: Row; version: string };

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
  const itemOf = (row: Row, version: string) => ({ ...row, ...keyOf(row.id), version });

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
    /** Answers the version that it has now. */
    async create(row: Row): Promise<string> {
      const version = newVersion();
      await documents.send(new PutCommand({ ...inTable, Item: itemOf(row, version) }));
      return version;
    },
    /** As it is after every write that was answered. */
    async get(id: string): Promise<Versioned | undefined> {
      const get = new GetCommand({ ...inTable, Key: keyOf(id), ConsistentRead: true });
      const { Item } = await documents.send(get);
      return Item && { row: rowOf(Item), version: versionOf(Item) };
    },
    /** Answers the version that it has now; undefined when there is no such row in an expected version. */
    async replace(row: Row, expected: Expected): Promise<string | undefined> {
      const version = newVersion();
      // The client repeats a put whose answer is lost: it then finds what it has put itself.
      const condition = onlyIf(expected === '*' ? expected : [...expected, version]);
      const put = new PutCommand({ ...inTable, ...condition, Item: itemOf(row, version) });
      const isDone = await documents.send(put).then(() => true, refused);
      return isDone ? version : undefined;
    },
    /** False when there is no such row in an expected version. */
    async remove(id: string, expected: Expected): Promise<boolean> {
      const remove = new DeleteCommand({ ...inTable, ...onlyIf(expected), Key: keyOf(id) });
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

const rowOf = ({ pk: _pk, sk: _sk, version: _version, ...row }: Record<string, unknown>): Row => ({
  ...row,
  id: String(row['id']),
});
