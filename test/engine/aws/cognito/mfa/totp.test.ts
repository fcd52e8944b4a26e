import { describe, expect, it } from '@jest/globals';
import { newTotpSecret, stepOf } from '../../../../../engine/aws/cognito/mfa/totp.ts';
import { systemRandom } from '../../../../../engine/kernel/random.ts';
import { totpCode } from './authenticatorApp.ts';

/** `12345678901234567890`, the secret of RFC 6238's examples. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('stepOf', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])("knows RFC 6238's code of second %i", (seconds, code) => {
    expect(stepOf(RFC_SECRET, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it('takes the code before and the one after, and no other', () => {
    const secret = newTotpSecret(systemRandom);
    const now = 1_800_000_015_000;
    const stepAt = (seconds: number) => stepOf(secret, totpCode(secret, now + seconds * 1000), now);

    const found = [-60, -30, 0, 30, 60].map(stepAt);

    const present = Math.floor(now / 30_000);
    expect(found).toEqual([undefined, present - 1, present, present + 1, undefined]);
    expect(secret).toMatch(/^[A-Z2-7]{52}$/);
  });
});
