import { describe, expect, it } from '@jest/globals';
import { OfferedSignUp, signUpOf } from '../../../../services/shared/signUp/offeredSignUp.ts';

const offered = { tenantName: 'Acme', adminEmail: 'ada@acme.example', tier: 'basic' };

const kept = (more: object) => signUpOf(OfferedSignUp.parse({ ...offered, ...more }));

describe('signUpOf', () => {
  it('keeps what was not given as not given', () => {
    expect(kept({})).toEqual(offered);
  });

  it('reads a tier in any case, with spaces around it', () => {
    expect(kept({ tier: ' PREMIUM ' })).toEqual({ ...offered, tier: 'premium' });
  });

  it('keeps an extension apart from the number that it stands behind', () => {
    expect(kept({ phone: '+44 20 7946 0000 ext. 12' })).toEqual({
      ...offered,
      phone: '+442079460000',
      phoneExtension: '12',
    });
  });

  it('prefers an extension that was given apart', () => {
    expect(kept({ phone: '+442079460000 x12', phoneExtension: '7' })).toMatchObject({
      phone: '+442079460000',
      phoneExtension: '7',
    });
  });
});
