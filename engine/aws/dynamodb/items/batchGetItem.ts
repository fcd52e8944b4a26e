import type { Operation } from '../../../endpoint/service.ts';
import { JsonObject } from '../../../kernel/json.ts';
import type { Item } from '../attributeValue.ts';
import { type Context, tableName } from '../context.ts';
import { parseBatchGet, type Request } from '../dynalite.ts';
import { Session } from '../session.ts';
import { consumedCapacity, type Done } from './capacity.ts';
import { sizeInBytes } from './itemChecks.ts';

const MAX_ANSWER = 16 * 2 ** 20;

type Asked = { given: string; key: Item; request: Request };
type Read = Done & Asked;

/** The tables of a batch under their plain names, with the names that the caller gave them. */
export const plainTables = (context: Context, input: JsonObject) => {
  const tables = JsonObject.safeParse(input['RequestItems']).data ?? {};
  const given = new Map<string, string>();
  const renamed = Object.entries(tables).map(([name, value]) => {
    const plain = tableName(context.engine, name);
    given.set(plain, name);
    return [plain, value];
  });
  return { given, input: { ...input, RequestItems: Object.fromEntries(renamed) } };
};

const readAll = async (context: Context, asked: readonly Asked[]) => {
  const session = new Session(context);
  const read: Read[] = [];
  let size = 0;
  for (const one of asked) {
    const outcome = await session.run('getItem', one.request);
    if (outcome.error) throw outcome.error;
    size += outcome.found?.before ? sizeInBytes(outcome.found.before) : 0;
    if (size > MAX_ANSWER) break;
    read.push({ ...one, outcome });
  }
  return { read, left: asked.slice(read.length) };
};

const byTable = <T extends Asked>(all: readonly T[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(one.given, [...(groups.get(one.given) ?? []), one]);
  return groups;
};

const itemsOf = (read: readonly Read[]) =>
  read.flatMap(({ outcome }) => (outcome.answer.Item ? [outcome.answer.Item] : []));

/** BatchGetItem: up to 16 MB; what is beyond comes back as UnprocessedKeys. */
export const batchGetItem =
  (context: Context): Operation =>
  async (input) => {
    const { given, input: plain } = plainTables(context, input);
    const { RequestItems, ReturnConsumedCapacity } = parseBatchGet(plain);
    const asked = Object.entries(RequestItems).flatMap(([TableName, { Keys, ...options }]) =>
      Keys.map((key) => ({
        given: given.get(TableName) ?? TableName,
        key,
        request: {
          ...options,
          ...(ReturnConsumedCapacity && { ReturnConsumedCapacity }),
          TableName,
          Key: key,
        },
      })),
    );
    const { read, left } = await readAll(context, asked);
    const original = JsonObject.parse(input['RequestItems']);
    const unprocessed = [...byTable(left)].map(([name, group]) => [
      name,
      { ...JsonObject.parse(original[name]), Keys: group.map(({ key }) => key) },
    ]);
    return {
      Responses: {
        ...Object.fromEntries([...given.values()].map((name) => [name, []])),
        ...Object.fromEntries([...byTable(read)].map(([name, group]) => [name, itemsOf(group)])),
      },
      UnprocessedKeys: Object.fromEntries(unprocessed),
      ...consumedCapacity(ReturnConsumedCapacity, read),
    };
  };
