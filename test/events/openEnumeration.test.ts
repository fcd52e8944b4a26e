import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openEnumeration } from '../../events/openEnumeration.ts';
import { TenantProvisioned } from '../../events/schemas/provisioning.ts';
import { aTenantProvisioned } from '../support/builders.ts';
import { fakeBus } from '../support/fakeBus.ts';

const Plan = openEnumeration(
  z.enum(['monthly', 'yearly']).describe('How often it is paid.'),
  'Treat another as monthly.',
);

describe('openEnumeration', () => {
  it.each(['monthly', 'weekly', 'every-2nd-Month'])('parses %s, known or not', (plan) => {
    expect(Plan.parse(plan)).toBe(plan);
  });

  it.each(['', 'two words', '2nd', 'x'.repeat(65), 4, null, undefined])('refuses %j', (plan) => {
    expect(Plan.safeParse(plan).success).toBe(false);
  });

  it('tells validators nothing of the known values, and readers all', () => {
    expect(z.toJSONSchema(z.object({ plan: Plan }), { io: 'input' })).toMatchObject({
      properties: {
        plan: {
          type: 'string',
          examples: ['monthly', 'yearly'],
          description:
            'How often it is paid. Known values: monthly, yearly; more may come. Treat another as monthly.',
        },
      },
      required: ['plan'],
    });
  });

  it('lets publishers send known values only, by their types', async () => {
    const { metadata } = aTenantProvisioned();
    const provenance = { ...metadata, causationId: 'cause' };
    const unsold = { ...TenantProvisioned.example, tier: 'unheard' };
    const bus = fakeBus();

    // @ts-expect-error No tier that is sold has this name.
    await bus.publish(TenantProvisioned, provenance, unsold);

    expect(bus.sent).toHaveLength(1);
  });
});
