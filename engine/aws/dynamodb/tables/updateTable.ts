import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Operation } from '../../../endpoint/service.ts';
import { type Context, tableArn, tableNamed, withTableName } from '../context.ts';
import { checkTable } from '../dynalite.ts';
import { indexEntry } from '../items/derivedEntries.ts';
import { invalid } from '../items/itemChecks.ts';
import { indexPrefix, rangeOf } from '../items/itemStore.ts';
import { backfill } from './backfill.ts';
import { Index, indexesOf, type Table, TableSettings } from './table.ts';
import { tableDescription } from './tableDescription.ts';
import { refuseOptions, StreamSpecification } from './tableOptions.ts';

const IndexUpdate = z.strictObject({
  Create: Index.optional(),
  Update: Index.omit({ KeySchema: true, Projection: true }).optional(),
  Delete: z.object({ IndexName: z.string() }).optional(),
});

const Input = TableSettings.omit({
  KeySchema: true,
  GlobalSecondaryIndexes: true,
  LocalSecondaryIndexes: true,
})
  .partial({ AttributeDefinitions: true })
  .extend({
    StreamSpecification: StreamSpecification.optional(),
    GlobalSecondaryIndexUpdates: z.array(IndexUpdate).default([]),
  });

const indexNotFound = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'Requested resource not found');

const updated = (indexes: Index[], { Create, Update, Delete }: z.infer<typeof IndexUpdate>) => {
  const has = (name: string) => indexes.some(({ IndexName }) => IndexName === name);
  if (Create && has(Create.IndexName)) {
    throw invalid('Attempting to create an index which already exists');
  }
  const changed = Update ?? Delete;
  if (changed && !has(changed.IndexName)) throw indexNotFound();
  return [
    ...indexes
      .filter(({ IndexName }) => IndexName !== Delete?.IndexName)
      .map((index) => (index.IndexName === Update?.IndexName ? { ...index, ...Update } : index)),
    ...(Create ? [Create] : []),
  ];
};

/** Known and new attributes, without those that are in no key any more. */
const definitionsFor = (table: Table, given: Table['AttributeDefinitions'] = []) => {
  const schemas = [table.KeySchema, ...indexesOf(table).map((index) => index.KeySchema)];
  const used = new Set(schemas.flat().map((key) => key.AttributeName));
  const known = new Map(
    [...table.AttributeDefinitions, ...given].map((one) => [one.AttributeName, one]),
  );
  return [...known.values()].filter(({ AttributeName }) => used.has(AttributeName));
};

const changedTable = (before: Table, input: z.infer<typeof Input>): Table => {
  const {
    StreamSpecification: _off,
    GlobalSecondaryIndexUpdates: updates,
    AttributeDefinitions: definitions,
    ...settings
  } = input;
  const { GlobalSecondaryIndexes: old = [], ...rest } = before;
  const indexes = updates.reduce(updated, old);
  const table: Table = {
    ...rest,
    ...settings,
    ...(settings.BillingMode === 'PAY_PER_REQUEST' && { ProvisionedThroughput: undefined }),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
  return { ...table, AttributeDefinitions: definitionsFor(table, definitions) };
};

const clearIndex = (context: Context, table: Table, name: string): Promise<void> =>
  context.items.clear(rangeOf(indexPrefix(table, name)));

const fillNewIndexes = async (context: Context, table: Table, before: Table): Promise<void> => {
  const old = new Set(before.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    if (old.has(index.IndexName)) continue;
    await clearIndex(context, table, index.IndexName);
    await backfill(context, table, (_key, item) => indexEntry(table, index, item));
  }
};

const clearOldIndexes = async (context: Context, table: Table, before: Table): Promise<void> => {
  const kept = new Set(table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  for (const { IndexName } of before.GlobalSecondaryIndexes ?? []) {
    if (!kept.has(IndexName)) await clearIndex(context, table, IndexName);
  }
};

/** UpdateTable. New indexes are filled, and all is ACTIVE, when this answers. */
export const updateTable =
  (context: Context): Operation =>
  async (given) => {
    refuseOptions('UpdateTable', given, Input.shape);
    const input = Input.parse(withTableName(context.engine, given));
    const name = input.TableName;
    if (Object.keys(given).length < 2) {
      throw invalid('At least one change of the table is required');
    }
    return context.locks.run([name], async () => {
      const before = await tableNamed(context, name);
      const table = changedTable(before, input);
      checkTable(TableSettings.parse(table));
      await fillNewIndexes(context, table, before);
      await context.tables.put(name, table);
      await clearOldIndexes(context, table, before);
      return { TableDescription: tableDescription(table, tableArn(context.engine, name)) };
    });
  };
