import { describe, expect, it } from '@jest/globals';
import { OfferedPhone } from '../../../../services/shared/signUp/offeredPhone.ts';

describe('OfferedPhone', () => {
  it.each([
    ['+4915112345678', '+4915112345678', undefined],
    [' +49 (0)30 123456 ', '+4930123456', undefined],
    ['+81 3-1234-5678', '+81312345678', undefined],
    ['＋４９ １５１ １２３４５６７８', '+4915112345678', undefined],
    ['\u202a+49 151 12345678\u202c', '+4915112345678', undefined],
    ['+44 20 7946 0000 ext. 12', '+442079460000', '12'],
    ['+44 20 7946 0000x34', '+442079460000', '34'],
  ])('takes %s', (given, number, extension) => {
    expect(OfferedPhone.parse(given)).toEqual({ number, extension });
  });

  it.each([
    ['020 7946 0000', 'must start with + and the country code'],
    ['0049 30 123456', 'must start with + and the country code'],
    ['home', 'must be a telephone number that starts with +'],
    ['+1 800 FLOWERS', 'must be a telephone number that starts with +'],
    ['+1', 'is too short'],
    ['+49 30 12345678901234567', 'is too long'],
    ['+1 555', 'has not as many digits'],
    ['+'.repeat(65), 'must be at most 64 characters'],
  ])('says what is wrong with %s', (given, said) => {
    expect(OfferedPhone.safeParse(given).error?.issues[0]?.message).toContain(said);
  });
});
