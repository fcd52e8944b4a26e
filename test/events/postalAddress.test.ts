import { describe, expect, it } from '@jest/globals';
import { PostalAddress } from '../../events/postalAddress.ts';

describe('PostalAddress', () => {
  it.each([
    ['Hauptstr. 5\r\n10115 Berlin\r\n', 'Hauptstr. 5\n10115 Berlin'],
    ['Hauptstr. 5\r10115\tBerlin', 'Hauptstr. 5\n10115 Berlin'],
    ['שד׳ רוטשילד 1,\u2028תל אביב', 'שד׳ רוטשילד 1,\nתל אביב'],
  ])('keeps the lines of %j', (given, kept) => {
    expect(PostalAddress.parse(given)).toBe(kept);
  });

  it('counts characters, not their halves', () => {
    expect(PostalAddress.safeParse('🏠'.repeat(500)).success).toBe(true);
    expect(PostalAddress.safeParse('🏠'.repeat(501)).success).toBe(false);
  });

  it.each(['', ' \n ', 'a\u0000b', 'a\u001b[2Jb', 'a\ud800b', 'a\ue000b'])(
    'refuses %j',
    (address) => {
      expect(PostalAddress.safeParse(address).success).toBe(false);
    },
  );
});
