import * as z from 'zod';
import { PARTNER_PREFIX } from '#events/defineEvent.ts';
import { Tier } from '#events/fields.ts';
import type { TakeTurn } from '#shared/turns.ts';

/** What a partner may; the parameter that `PartnerPublisher` writes has this shape. */
export const PartnerRules = z.object({
  /** The events that it may publish. */
  types: z.array(z.string().min(1)).min(1),
  tiers: z.array(Tier).min(1),
  /** How many tenants it may register in a minute. */
  perMinute: z.int().min(1).max(600),
});
export type PartnerRules = z.infer<typeof PartnerRules>;

export type PartnerPorts = {
  /** The rules of the partner of this name; undefined for nobody that we know. */
  rulesOf(partner: string): Promise<PartnerRules | undefined>;
  takeTurn: TakeTurn;
};

/** A registration as far as it is for its partner to answer for. */
export type Ordered = { type: string; eventId: string; tier: string };

export type PartnerRefusal = 'PartnerUnknown' | 'TypeNotAllowed' | 'TierNotAllowed';

export type PartnerAdmission =
  | { kind: 'admitted' }
  | { kind: 'refused'; reason: PartnerRefusal }
  | { kind: 'tooMany'; reason: string };

const objectionTo = (
  { type, tier }: Ordered,
  { types, tiers }: PartnerRules,
): PartnerRefusal | undefined => {
  if (!types.includes(type)) return 'TypeNotAllowed';
  return tiers.some((allowed) => allowed === tier) ? undefined : 'TierNotAllowed';
};

/** Counts the registration once, however often it comes. */
const judge = async (
  { takeTurn }: PartnerPorts,
  { perMinute: most }: PartnerRules,
  { source: who, eventId: id }: { source: string; eventId: string },
): Promise<PartnerAdmission> =>
  (await takeTurn({ who, id, most, windowSeconds: 60 })) === undefined
    ? { kind: 'admitted' }
    : { kind: 'tooMany', reason: `${who} registers more than ${most} in a minute` };

/**
 * Whether what `source` registered may be onboarded. Our own sign-ups may; a partner's, when it is
 * known, orders a tier that it may order and keeps its rate.
 */
export const partnerAdmission =
  (ports: PartnerPorts) =>
  async (source: string, ordered: Ordered): Promise<PartnerAdmission> => {
    if (!source.startsWith(PARTNER_PREFIX)) return { kind: 'admitted' };
    const rules = await ports.rulesOf(source.slice(PARTNER_PREFIX.length));
    if (!rules) return { kind: 'refused', reason: 'PartnerUnknown' };
    const reason = objectionTo(ordered, rules);
    if (reason) return { kind: 'refused', reason };
    return judge(ports, rules, { source, eventId: ordered.eventId });
  };
