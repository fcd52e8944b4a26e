import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openStore } from '../../../engine/kernel/levelStore.ts';

const ROUNDS = 3;
const VALUES = 200;

let directory: string;

const textOf = (index: number) => `${index} `.repeat(50 + index);

/** Each opening turns the log of the one before into a table. */
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'damaged-'));
  for (let round = 0; round < ROUNDS; round += 1) {
    const store = await openStore(directory);
    const values = store.collection(`round ${round}`, z.string());
    for (let index = 0; index < VALUES; index += 1) await values.put(`${index}`, textOf(index));
    await store.close();
  }
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const fileLike = async (pattern: RegExp): Promise<string> => {
  const name = (await readdir(directory)).sort().find((each) => pattern.test(each));
  if (name === undefined) throw new Error(`no file is like ${pattern}`);
  return join(directory, name);
};

const garble = async (file: string, place: number): Promise<void> => {
  const bytes = await readFile(file);
  const at = Math.floor(bytes.length * place);
  bytes.set([0x5a, 0xa5, 0x5a, 0xa5], at);
  await writeFile(file, bytes);
};

const shorten = async (file: string, share: number): Promise<void> => {
  const { length } = await readFile(file);
  await truncate(file, Math.floor(length * share));
};

const contents = async (): Promise<Record<string, string>> => {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('LO')).sort();
  const hashes = await Promise.all(
    names.map(async (name) =>
      createHash('sha256')
        .update(await readFile(join(directory, name)))
        .digest('hex'),
    ),
  );
  return Object.fromEntries(names.map((name, at) => [name, hashes[at] ?? '']));
};

const MANIFEST = /^MANIFEST/;
const CURRENT = /^CURRENT/;
const LOG = /\.log$/;
const TABLE = /\.ldb$/;

const DAMAGES: [string, RegExp, (file: string) => Promise<void>][] = [
  ['a garbled CURRENT', CURRENT, (file) => writeFile(file, 'MANIFEST-\u0000\u0001\n')],
  ['an empty CURRENT', CURRENT, (file) => writeFile(file, '')],
  ['a CURRENT that is gone', CURRENT, (file) => rm(file)],
  ['a garbled MANIFEST', MANIFEST, (file) => garble(file, 0.5)],
  ['a MANIFEST cut in half', MANIFEST, (file) => shorten(file, 0.5)],
  ['an empty MANIFEST', MANIFEST, (file) => writeFile(file, '')],
  ['a MANIFEST that is gone', MANIFEST, (file) => rm(file)],
  ['a log whose beginning is garbled', LOG, (file) => garble(file, 0)],
  ['a log whose middle is garbled', LOG, (file) => garble(file, 0.5)],
  ['a log whose end is garbled', LOG, (file) => garble(file, 0.99)],
  ['a log that is gone', LOG, (file) => rm(file)],
  ['a table whose beginning is garbled', TABLE, (file) => garble(file, 0)],
  ['a table whose middle is garbled', TABLE, (file) => garble(file, 0.5)],
  ['a table cut in half', TABLE, (file) => shorten(file, 0.5)],
  ['an empty table', TABLE, (file) => writeFile(file, '')],
  ['a table that is gone', TABLE, (file) => rm(file)],
];

describe('openStore', () => {
  it.each(DAMAGES)('names a folder with %s, and changes nothing', async (_, pattern, damage) => {
    await damage(await fileLike(pattern));
    const before = await contents();

    const opened = openStore(directory);

    await expect(opened).rejects.toMatchObject({
      name: 'StateError',
      kind: 'damaged',
      message: expect.stringMatching(
        new RegExp(`^${directory} is damaged \\(.+\\): nothing in it was changed; .+$`),
      ),
    });
    expect(await contents()).toEqual(before);
  });

  it.each([1, 5, 100])(
    'takes the last %i bytes of a log for a write that was killed',
    async (cut) => {
      const log = await fileLike(LOG);
      const { length } = await readFile(log);
      await truncate(log, length - cut);

      const store = await openStore(directory);
      const kept = await store.collection(`round ${ROUNDS - 1}`, z.string()).list();
      await store.close();

      expect(kept.map(({ value }) => value).sort()).toEqual(
        Array.from({ length: VALUES - 1 }, (_, index) => textOf(index)).sort(),
      );
    },
  );

  it('opens what is sound, whatever the sizes', async () => {
    const store = await openStore(directory);
    const rounds = await Promise.all(
      Array.from({ length: ROUNDS }, (_, round) =>
        store.collection(`round ${round}`, z.string()).list(),
      ),
    );
    await store.close();

    expect(rounds.map((round) => round.length)).toEqual([VALUES, VALUES, VALUES]);
  });
});
