import { createRequire } from 'node:module';
import type { Item, Path } from './attributeValue.ts';
import type { KeySchema, Table } from './tables/table.ts';

type Database = {
  createKey(item: Item, table: Table, keySchema?: KeySchema): string;
  toRangeStr(value: unknown): string;
  itemSize(item: Item): number;
  mapPath(path: Path, item: Item): Item[string] | null | undefined;
  mapPaths(paths: readonly (string | Path)[], item: Item): Item;
};

const load = createRequire(import.meta.url);

/** Key encoding, sizes and document paths. `toRangeStr` orders values of one type as AWS does. */
export const { createKey, toRangeStr, itemSize, mapPaths, ...db }: Database = load('dynalite/db');

/** What an item has at a path; dynalite answers null where a path goes on below a value that has no parts. */
export const mapPath = (path: Path, item: Item): Item[string] | undefined =>
  db.mapPath(path, item) ?? undefined;
