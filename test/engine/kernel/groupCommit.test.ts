import { describe, expect, it } from '@jest/globals';
import { groupCommit } from '../../../engine/kernel/groupCommit.ts';

/** A store whose batches end when they are told to. */
const slowStore = () => {
  const batches: { writes: string[]; end: (error?: Error) => void }[] = [];
  const write = groupCommit<string>(
    (writes) =>
      new Promise((resolve, reject) => {
        batches.push({ writes, end: (error) => (error ? reject(error) : resolve()) });
      }),
  );
  return { batches, write };
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('groupCommit', () => {
  it('writes what comes meanwhile as one batch, in order', async () => {
    const { batches, write } = slowStore();
    const first = write(['a']);
    const others = [write(['b', 'c']), write(['d'])];
    expect(batches.map(({ writes }) => writes)).toEqual([['a']]);

    batches[0]?.end();
    await first;
    await turn();
    batches[1]?.end();
    await Promise.all(others);

    expect(batches.map(({ writes }) => writes)).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('says nothing is written before it is', async () => {
    const { batches, write } = slowStore();
    let written = false;
    const first = write(['a']);
    const second = write(['b']).then(() => {
      written = true;
    });
    batches[0]?.end();
    await first;
    await turn();
    expect(written).toBe(false);

    batches[1]?.end();
    await second;

    expect(written).toBe(true);
  });

  it('fails all that a failed batch held, and goes on with the next', async () => {
    const { batches, write } = slowStore();
    const first = write(['a']);
    const lost = Promise.allSettled([write(['b']), write(['c'])]);
    batches[0]?.end();
    await first;
    await turn();
    batches[1]?.end(new Error('the disk is full'));
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

    const next = write(['d']);
    batches[2]?.end();

    await expect(next).resolves.toBeUndefined();
  });
});
