import { join } from 'node:path';
import type { ClassicLevel } from 'classic-level';
import type { Engine } from '../../../engine.ts';
import { groupCommit } from '../../../kernel/groupCommit.ts';
import { openLevel } from '../../../kernel/level/openLevel.ts';
import { untilOneFails } from '../../../kernel/level/untilOneFails.ts';
import type { Item } from '../attributeValue.ts';
import type { Bounds } from '../dynalite.ts';
import type { Table } from '../tables/table.ts';

/** One change of the item store; a batch of them is all or nothing. */
export type Change = { type: 'put'; key: string; value: Item } | { type: 'del'; key: string };

/** A range of keys. `limit` -1 is no limit. */
export type KeyRange = {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
  limit?: number;
};

/** Durable items and what is derived from them, in key order: what was awaited survives `kill -9`. */
export type ItemStore = {
  /** Before anything else, where there is something to open. */
  open?(): Promise<void>;
  get(key: string): Promise<Item | undefined>;
  batch(changes: Change[]): Promise<void>;
  clear(range: KeyRange): Promise<void>;
  values(range: KeyRange): AsyncIterable<Item>;
  entries(range: KeyRange): AsyncIterable<[string, Item]>;
  close(): Promise<void>;
};

const BEYOND_KEYS = '~';

/** In a folder of their own. */
export const openItems = ({ directory, halt }: Pick<Engine, 'directory' | 'halt'>): ItemStore => {
  const folder = join(directory, 'dynamodb');
  const kept = untilOneFails(folder, halt);
  let opened: ClassicLevel<string, Item> | undefined;
  const level = (): ClassicLevel<string, Item> => {
    if (opened) return opened;
    throw new Error(`${folder} is not open`);
  };
  return {
    async open() {
      opened = await openLevel<Item>(folder, 'json');
    },
    get: async (key) => level().getSync(key),
    batch: groupCommit<Change>((changes) => kept(() => level().batch(changes))),
    clear: (range) => kept(() => level().clear(range)),
    values: (range) => level().values(range),
    entries: (range) => level().iterator(range),
    close: async () => opened?.close(),
  };
};

/** Where all of a table's data is. */
export const tablePrefix = (table: Table): string => `table/${table.TableId}/`;

/** Where a table's items are. */
export const itemPrefix = (table: Table): string => `${tablePrefix(table)}item/`;

/** Where the entries of one index are. */
export const indexPrefix = (table: Table, indexName: string): string =>
  `${tablePrefix(table)}index/${indexName}/`;

/** The range of keys under a prefix, narrowed by bounds that leave the prefix out. */
export const rangeOf = (prefix: string, bounds: Bounds = {}): KeyRange => ({
  ...(bounds.gt === undefined ? { gte: prefix + (bounds.gte ?? '') } : { gt: prefix + bounds.gt }),
  ...(bounds.lt === undefined
    ? { lte: prefix + (bounds.lte ?? BEYOND_KEYS) }
    : { lt: prefix + bounds.lt }),
  reverse: bounds.reverse ?? false,
  limit: bounds.limit ?? -1,
});
