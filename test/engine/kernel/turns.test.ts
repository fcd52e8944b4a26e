import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../../engine/kernel/turns.ts';

describe('Turns', () => {
  it('runs the work of one key one after the other, failures included', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (name === 'a') throw new Error('a failed');
    };

    const ends = await Promise.allSettled([turns.take('k', work('a')), turns.take('k', work('b'))]);

    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('does not hold up other keys', async () => {
    const turns = new Turns();
    let release = () => {};
    const held = turns.take('k', () => new Promise<void>((resolve) => (release = resolve)));

    const other = await turns.take('other', async () => 'done');
    release();
    await held;

    expect(other).toBe('done');
  });

  it('is idle when all work has ended', async () => {
    const turns = new Turns();
    let ended = false;
    void turns.take('k', async () => {
      await Promise.resolve();
      ended = true;
    });

    await turns.idle();

    expect(ended).toBe(true);
  });
});
