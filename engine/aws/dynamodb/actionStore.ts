import { Readable } from 'node:stream';
import type { Item } from './attributeValue.ts';
import { type ActionStore, type Bounds, type ItemDb, MAX_ITEM_SIZE } from './dynalite.ts';
import { type ItemStore, indexPrefix, itemPrefix, rangeOf } from './items/itemStore.ts';
import type { Table } from './tables/table.ts';

/** What happens where an action reads an item by its key and where it writes one. */
export type ActionHooks = {
  read(key: string): Promise<Item | undefined>;
  write(key: string, after: Item | undefined): void;
  /** Moves the bounds of an index's range to where the index's keys really are. */
  indexBounds(bounds: Bounds): Bounds;
};

const attempt = (work: () => void, done: (error?: unknown) => void): void => {
  try {
    work();
  } catch (error) {
    done(error);
    return;
  }
  done();
};

const itemDb = (items: ItemStore, table: Table, hooks: ActionHooks): ItemDb => ({
  lock: (_key, run) => run((callback) => callback),
  get(key, callback) {
    hooks
      .read(key)
      .then((item) => callback(undefined, item))
      .catch(callback);
  },
  put: (key, item, callback) => attempt(() => hooks.write(key, item), callback),
  del: (key, callback) => attempt(() => hooks.write(key, undefined), callback),
  createValueStream: (bounds) => Readable.from(items.values(rangeOf(itemPrefix(table), bounds))),
});

/** Index entries are derived from the items when those are written; see derivedEntries.ts. */
const indexDb = (values: (bounds: Bounds) => Readable): ItemDb => ({
  lock: (_key, run) => run((callback) => callback),
  get: (_key, callback) => callback(undefined),
  put: (_key, _item, callback) => callback(undefined),
  del: (_key, callback) => callback(undefined),
  createValueStream: values,
});

/**
 * The storage that one dynalite action on one table sees. It locks nothing: whoever writes holds
 * the table's lock.
 */
export const actionStore = (items: ItemStore, table: Table, hooks: ActionHooks): ActionStore => ({
  options: { maxItemSize: MAX_ITEM_SIZE },
  getTable: (_name, callback) => callback(undefined, table),
  getItemDb: () => itemDb(items, table, hooks),
  getIndexDb: (_kind, _table, index) =>
    indexDb((bounds) =>
      Readable.from(items.values(rangeOf(indexPrefix(table, index), hooks.indexBounds(bounds)))),
    ),
});
