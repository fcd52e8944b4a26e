import { describe, expect, it } from '@jest/globals';
import { type Random, randomString, systemRandom } from '../../../engine/kernel/random.ts';

const bytesOf = (values: readonly number[]): Random => {
  let at = 0;
  return {
    bytes: (count) => {
      const drawn = Buffer.from(values.slice(at, at + count));
      at += count;
      return drawn;
    },
    uuid: () => '',
  };
};

describe('randomString', () => {
  it('draws each character from one byte', () => {
    expect(randomString(bytesOf([0, 1, 2, 3]), 'abc', 4)).toBe('abca');
  });

  it('throws away the bytes that would favour the first characters', () => {
    expect(randomString(bytesOf([255, 0, 255, 1]), 'abc', 2)).toBe('ab');
  });

  it('has the length asked for', () => {
    expect(randomString(systemRandom, 'ab', 100)).toMatch(/^[ab]{100}$/);
  });
});
