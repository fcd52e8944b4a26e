import { describe, expect, it } from '@jest/globals';
import { judgedSignUps } from './judgedSignUps.ts';
import { unicodeSet } from './unicodeSet.ts';

const MOST_REFUSED = 0.005;
const COUNT = 1_000;

describe('sign-ups from real-world lists', () => {
  it('are taken, but for very few', async () => {
    const { refused } = await judgedSignUps(COUNT, 12);

    expect(refused.slice(COUNT * MOST_REFUSED)).toEqual([]);
  });

  it('have names that are not taken for each other', async () => {
    const { alike } = await judgedSignUps(COUNT, 13);

    expect(alike).toEqual([]);
  });
});

describe('unicodeSet', () => {
  it('reads what CLDR writes', () => {
    expect(unicodeSet('[a-c é {ch} {i\\u0307} \\- \\u00B7 0۰]')).toEqual([
      'a',
      'b',
      'c',
      'é',
      'ch',
      'i\u0307',
      '-',
      '·',
      '0',
      '۰',
    ]);
  });
});
