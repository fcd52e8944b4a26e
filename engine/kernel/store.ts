import type { z } from 'zod';
import { ReadValues } from './readValues.ts';

/** One change of a batch; made by a collection's `putting` and `deleting`. */
export type Write = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/** Which part of a collection to list, in key order. Keys are compared as text. */
export type Range = {
  prefix?: string;
  after?: string;
  before?: string;
  limit?: number;
  reverse?: boolean;
};

/** A durable map from text keys to values of one schema. Values that it gives are frozen. */
export type Collection<T> = {
  get(key: string): Promise<T | undefined>;
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
  list(range?: Range): Promise<{ key: string; value: T }[]>;
  /** The same changes as parts of one atomic `Store.batch`. */
  putting(key: string, value: T): Write;
  deleting(key: string): Write;
};

/** Every service's durable state: what was awaited survives `kill -9`. */
export type Store = {
  collection<T>(name: string, schema: z.ZodType<T>): Collection<T>;
  /** All or nothing, over any collections. */
  batch(writes: Write[]): Promise<void>;
  close(): Promise<void>;
};

const SEPARATOR = '\u0000';
const LAST = '\uffff';

/** Where a list of keys begins and ends, over all collections. */
export type KeyRange = {
  gt?: string;
  gte?: string;
  lt: string;
  reverse: boolean;
  /** -1 for all. */
  limit: number;
};

/** An ordered map of texts that a store stands on. */
export type Database = {
  get(key: string): Promise<string | undefined>;
  batch(writes: Write[]): Promise<void>;
  entries(range: KeyRange): Promise<[string, string][]>;
  close(): Promise<void>;
};

const rangeOf = (start: string, range: Range): KeyRange => {
  const prefix = start + (range.prefix ?? '');
  return {
    ...(range.after === undefined ? { gte: prefix } : { gt: start + range.after }),
    lt: range.before === undefined ? prefix + LAST : start + range.before,
    reverse: range.reverse ?? false,
    limit: range.limit ?? -1,
  };
};

const collectionIn = <T>(database: Database, name: string, schema: z.ZodType<T>): Collection<T> => {
  const start = name + SEPARATOR;
  const values = ReadValues.of(schema);
  const putting = (key: string, value: T): Write => ({
    type: 'put',
    key: start + key,
    value: JSON.stringify(value),
  });
  const deleting = (key: string): Write => ({ type: 'del', key: start + key });
  return {
    async get(key) {
      const text = await database.get(start + key);
      return text === undefined ? undefined : values.read(text);
    },
    put: (key, value) => database.batch([putting(key, value)]),
    delete: (key) => database.batch([deleting(key)]),
    async list(range = {}) {
      const entries = await database.entries(rangeOf(start, range));
      return entries
        .filter(([key]) => key.startsWith(start + (range.prefix ?? '')))
        .map(([key, text]) => ({ key: key.slice(start.length), value: values.read(text) }));
    },
    putting,
    deleting,
  };
};

/** A store of collections on an ordered map. */
export const storeOn = (database: Database): Store => ({
  collection: (name, schema) => collectionIn(database, name, schema),
  batch: (writes) => database.batch(writes),
  close: () => database.close(),
});
