import { z } from 'zod';
import { operation } from '../../../endpoint/service.ts';
import type { Collection } from '../../../kernel/store.ts';
import { type Context, tableArn, tableName, tableNamed } from '../context.ts';
import { invalid } from '../items/itemChecks.ts';
import { rangeOf, tablePrefix } from '../items/itemStore.ts';
import { Table } from './table.ts';
import { tableDescription } from './tableDescription.ts';

const dropped = ({ engine }: Context): Collection<Table> =>
  engine.store.collection('dynamodb.droppedTables', Table);

const clear = async (context: Context, table: Table): Promise<void> => {
  await context.items.clear(rangeOf(tablePrefix(table)));
  await dropped(context).delete(table.TableId);
};

/** Clears what a crash left of deleted tables. */
export const clearDropped = async (context: Context): Promise<void> => {
  for (const { value } of await dropped(context).list()) await clear(context, value);
};

const remove = async (context: Context, name: string): Promise<Table> => {
  const table = await tableNamed(context, name);
  if (table.DeletionProtectionEnabled) {
    throw invalid(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  await context.engine.store.batch([
    context.tables.deleting(name),
    dropped(context).putting(table.TableId, table),
  ]);
  return table;
};

/** DeleteTable. The table is gone when this answers; its data cannot come back under its name. */
export const deleteTable = (context: Context) =>
  operation(z.object({ TableName: z.string() }), async (input) => {
    const name = tableName(context.engine, input.TableName);
    const table = await context.locks.run([name], () => remove(context, name));
    await clear(context, table);
    const description = tableDescription(table, tableArn(context.engine, name));
    return { TableDescription: { ...description, TableStatus: 'DELETING' } };
  });
