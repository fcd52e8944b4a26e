import { createRequire } from 'node:module';
import type { Item, Path } from './attributeValue.ts';
import type { KeySchema, Table } from './tables/table.ts';

type Database = {
  createKey(item: Item, table: Table, keySchema?: KeySchema): string;
  toRangeStr(value: unknown): string;
  itemSize(item: Item): number;
  mapPath(path: Path, item: Item): Item[string] | undefined;
  mapPaths(paths: readonly (string | Path)[], item: Item): Item;
};

const load = createRequire(import.meta.url);

/** Key encoding, sizes and document paths. `toRangeStr` orders values of one type as AWS does. */
export const { createKey, toRangeStr, itemSize, mapPath, mapPaths }: Database = load('dynalite/db');
