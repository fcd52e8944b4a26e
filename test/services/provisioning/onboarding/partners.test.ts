import { describe, expect, it } from '@jest/globals';
import type { Tier } from '../../../../events/fields.ts';
import {
  type PartnerAdmission,
  type PartnerRefusal,
  PartnerRules,
  partnerAdmission,
} from '../../../../services/provisioning/onboarding/partners.ts';
import type { Turn } from '../../../../services/shared/turns.ts';
import { aUlid } from '../../../support/builders.ts';

const acme: PartnerRules = {
  types: ['TenantRegistered'],
  tiers: ['basic', 'standard'],
  perMinute: 2,
};

const admissionFor = (hasTurn = true) => {
  const turns: Turn[] = [];
  const asked: string[] = [];
  const admit = partnerAdmission({
    async rulesOf(partner) {
      asked.push(partner);
      return partner === 'acme' ? acme : undefined;
    },
    async takeTurn(turn) {
      turns.push(turn);
      return hasTurn ? undefined : 17;
    },
  });
  return { admit, turns, asked };
};

const ordered = (tier: Tier = 'basic', type = 'TenantRegistered') => ({
  type,
  tier,
  eventId: aUlid(1),
});

const refused = (reason: PartnerRefusal): PartnerAdmission => ({ kind: 'refused', reason });

describe('partnerAdmission', () => {
  it('asks nothing of our own sign-ups', async () => {
    const { admit, turns, asked } = admissionFor(false);

    expect(await admit('registration', ordered('platinum'))).toEqual({ kind: 'admitted' });
    expect([turns, asked]).toEqual([[], []]);
  });

  it('admits what a partner may order, and counts it', async () => {
    const { admit, turns } = admissionFor();

    expect(await admit('partner.acme', ordered())).toEqual({ kind: 'admitted' });
    expect(turns).toEqual([{ who: 'partner.acme', id: aUlid(1), most: 2, windowSeconds: 60 }]);
  });

  it.each<[string, ReturnType<typeof ordered>, PartnerRefusal]>([
    ['partner.other', ordered(), 'PartnerUnknown'],
    ['partner.', ordered(), 'PartnerUnknown'],
    ['partner.acme', ordered('platinum'), 'TierNotAllowed'],
    ['partner.acme', ordered('basic', 'Other'), 'TypeNotAllowed'],
  ])('refuses %s what it may not, and does not count it', async (source, what, reason) => {
    const { admit, turns } = admissionFor();

    expect(await admit(source, what)).toEqual(refused(reason));
    expect(turns).toEqual([]);
  });

  it('says when a partner has had its turns', async () => {
    const { admit } = admissionFor(false);

    expect(await admit('partner.acme', ordered())).toEqual({
      kind: 'tooMany',
      reason: 'partner.acme registers more than 2 in a minute',
    });
  });
});

describe('PartnerRules', () => {
  it.each([
    ['no tier', { tiers: [] }],
    ['no type', { types: [] }],
    ['an unknown tier', { tiers: ['unheard'] }],
    ['no turn', { perMinute: 0 }],
    ['half a turn', { perMinute: 1.5 }],
    ['more than a row can count', { perMinute: 601 }],
  ])('have not %s', (_what, more) => {
    expect(PartnerRules.safeParse(acme).success).toBe(true);
    expect(PartnerRules.safeParse({ ...acme, ...more }).success).toBe(false);
  });
});
