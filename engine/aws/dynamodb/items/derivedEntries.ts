import type { Item } from '../attributeValue.ts';
import { createKey } from '../dynaliteDb.ts';
import { expirationEntry } from '../tables/expiration.ts';
import { type Index, indexesOf, type Table } from '../tables/table.ts';
import { type Change, indexPrefix, itemPrefix } from './itemStore.ts';

/** One state of an item; undefined where there is none. */
export type ItemChange = { table: Table; key: string; before?: Item; after?: Item };

const projected = (table: Table, index: Index, item: Item): Item => {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  if (ProjectionType === 'ALL') return item;
  const keys = [...index.KeySchema, ...table.KeySchema].map((key) => key.AttributeName);
  const kept = new Set([...keys, ...NonKeyAttributes]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => kept.has(name)));
};

/**
 * Where an item stands in an index: by the index's key, then by the item's own whole key. (dynalite
 * puts six digits of a hash there, and items with the same digits overwrite each other.)
 */
export const indexKey = (table: Table, index: Index, item: Item): string =>
  createKey(item, table, index.KeySchema) + createKey(item, table);

/** The entry of an item in one index, when it has the index's key attributes. */
export const indexEntry = (table: Table, index: Index, item: Item): [string, Item][] =>
  index.KeySchema.every((key) => item[key.AttributeName])
    ? [
        [
          indexPrefix(table, index.IndexName) + indexKey(table, index, item),
          projected(table, index, item),
        ],
      ]
    : [];

const derived = ({ table, key }: ItemChange, item?: Item): Map<string, Item> =>
  new Map(
    item && [
      ...indexesOf(table).flatMap((index) => indexEntry(table, index, item)),
      ...expirationEntry(table, key, item),
    ],
  );

/** A changed item as changes of the store: the item, its index entries and its expiration. */
export const changesOf = (change: ItemChange): Change[] => {
  const { table, key, before, after } = change;
  const [old, current] = [derived(change, before), derived(change, after)];
  const itemKey = itemPrefix(table) + key;
  return [
    ...[...old.keys()]
      .filter((entry) => !current.has(entry))
      .map((entry) => ({ type: 'del' as const, key: entry })),
    ...[...current].map(([entry, value]) => ({ type: 'put' as const, key: entry, value })),
    after ? { type: 'put', key: itemKey, value: after } : { type: 'del', key: itemKey },
  ];
};
