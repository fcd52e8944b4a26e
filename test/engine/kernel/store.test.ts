import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openStore } from '../../../engine/kernel/levelStore.ts';
import { memoryStore } from '../../../engine/kernel/memoryStore.ts';
import type { Store } from '../../../engine/kernel/store.ts';

let directory: string;
let store: Store;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'store-'));
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const things = () => store.collection('test.thing', z.object({ size: z.number() }));

const fill = async (keys: readonly string[]) => {
  for (const [size, key] of keys.entries()) await things().put(key, { size });
};

const keysOf = async (range: Parameters<ReturnType<typeof things>['list']>[0]) =>
  (await things().list(range)).map((entry) => entry.key);

describe.each([
  ['openStore', () => openStore(directory)],
  ['memoryStore', async () => memoryStore()],
] as const)('%s', (_name, open) => {
  beforeEach(async () => {
    store = await open();
  });

  it('gives back what was put, and nothing once it is deleted', async () => {
    await things().put('a', { size: 1 });
    expect(await things().get('a')).toEqual({ size: 1 });

    await things().delete('a');

    expect(await things().get('a')).toBeUndefined();
  });

  it('keeps collections apart, even when one name begins another', async () => {
    const other = store.collection('test.thing2', z.object({ size: z.number() }));
    await other.put('b', { size: 2 });
    await fill(['a']);

    expect(await keysOf({})).toEqual(['a']);
    expect(await things().get('b')).toBeUndefined();
  });

  it('refuses a value that breaks the schema', async () => {
    await store.collection('test.thing', z.object({ size: z.string() })).put('a', { size: 'big' });

    await expect(things().get('a')).rejects.toThrow('expected number');
  });

  it.each([
    [{}, ['a/1', 'a/2', 'a/3', 'b/1']],
    [{ prefix: 'a/' }, ['a/1', 'a/2', 'a/3']],
    [{ prefix: 'a/', after: 'a/1' }, ['a/2', 'a/3']],
    [{ prefix: 'a/', before: 'a/3' }, ['a/1', 'a/2']],
    [{ prefix: 'a/', limit: 2 }, ['a/1', 'a/2']],
    [{ prefix: 'a/', reverse: true, limit: 2 }, ['a/3', 'a/2']],
    [{ after: 'a/3' }, ['b/1']],
    [{ prefix: 'c/' }, []],
  ])('lists the range %j in order', async (range, keys) => {
    await fill(['b/1', 'a/2', 'a/1', 'a/3']);

    expect(await keysOf(range)).toEqual(keys);
  });

  it('changes several collections at once', async () => {
    const others = store.collection('test.other', z.string());
    await fill(['a']);

    await store.batch([
      things().deleting('a'),
      things().putting('b', { size: 7 }),
      others.putting('x', 'y'),
    ]);

    expect(await keysOf({})).toEqual(['b']);
    expect(await others.get('x')).toBe('y');
  });
});

describe('openStore', () => {
  beforeEach(async () => {
    store = await openStore(directory);
  });

  it('keeps its state when opened again', async () => {
    await fill(['a']);
    await store.close();
    store = await openStore(directory);

    expect(await things().get('a')).toEqual({ size: 0 });
  });

  it('lets one process at a time hold the folder', async () => {
    await expect(openStore(directory)).rejects.toThrow();
  });
});
