import type { Item } from '../attributeValue.ts';
import type { Context } from '../context.ts';
import { type Change, itemPrefix, rangeOf } from '../items/itemStore.ts';
import type { Table } from './table.ts';

const CHUNK = 500;

/** Writes, for every item of a table, the entries that are derived from it. Holds no lock itself. */
export const backfill = async (
  context: Context,
  table: Table,
  entriesOf: (key: string, item: Item) => [string, Item][],
): Promise<void> => {
  const prefix = itemPrefix(table);
  let changes: Change[] = [];
  for await (const [key, item] of context.items.entries(rangeOf(prefix))) {
    for (const [entry, value] of entriesOf(key.slice(prefix.length), item)) {
      changes.push({ type: 'put', key: entry, value });
    }
    if (changes.length < CHUNK) continue;
    await context.items.batch(changes);
    changes = [];
  }
  await context.items.batch(changes);
};
