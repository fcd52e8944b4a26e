import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Declaration, type EventDefinition, inMinor } from '../../../events/defineEvent.ts';
import { Tier } from '../../../events/fields.ts';
import { releasedSchemas } from '../../../events/generator/artefacts.ts';
import { breaches } from '../../../events/generator/compatibility.ts';
import { bareSchema } from '../../../events/generator/eventSchema.ts';
import { SchemaNode } from '../../../events/generator/schemaNode.ts';
import { openEnumeration } from '../../../events/openEnumeration.ts';
import { TenantProvisioned } from '../../../events/schemas/provisioning.ts';
import { anEvent } from '../../support/anEvent.ts';

const openTier = (...tiers: string[]) => openEnumeration(z.enum(tiers), 'Keep it.');

const fields = {
  invoiceId: z.string().max(20),
  number: z.string().regex(/^[0-9]+$/),
  total: z.number(),
  plan: z.enum(['monthly', 'yearly']),
  tier: openTier('basic', 'gold'),
  lines: z.array(z.object({ text: z.string() })),
  seller: z.object({ name: z.string() }),
  note: z.string().optional(),
};
const { note: _note, seller: _seller, plan: _plan, ...others } = fields;

const declared = (data: z.ZodRawShape, more: Partial<Declaration<string, z.ZodRawShape>> = {}) =>
  anEvent({ type: 'InvoiceSent', source: 'registration', data, example: {}, ...more });

const invoiceSent = (data: z.ZodRawShape, minor = 1) => inMinor(minor, declared(data));

const schemasOf = (...events: EventDefinition[]) =>
  new Map(events.map((event) => [event.name, SchemaNode.parse(bareSchema(event))]));

const released = schemasOf(invoiceSent(fields));

const breachesOf = (...events: EventDefinition[]) => breaches(released, schemasOf(...events));

describe('the compatibility gate', () => {
  const breaking: [string, EventDefinition, string][] = [
    [
      'a field removed',
      invoiceSent({ ...others, plan: fields.plan, seller: fields.seller }),
      'InvoiceSent: detail.data.note is gone. Keep it, or declare InvoiceSent 2.0 beside it and publish both.',
    ],
    [
      'a nested field removed',
      invoiceSent({ ...fields, seller: z.object({}) }),
      'detail.data.seller.name is gone',
    ],
    [
      'another type',
      invoiceSent({ ...fields, total: z.string() }),
      'type of detail.data.total was "number" and is now "string". Leave it as it was',
    ],
    [
      'a value removed',
      invoiceSent({ ...fields, plan: z.enum(['monthly']) }),
      'enum of detail.data.plan was ["monthly","yearly"] and is now ["monthly"]',
    ],
    [
      'a value added, which subscribers do not know',
      invoiceSent({ ...fields, plan: z.enum(['monthly', 'yearly', 'weekly']) }),
      'enum of detail.data.plan was ["monthly","yearly"] and is now ["monthly","yearly","weekly"]',
    ],
    [
      'a known value removed from an open enumeration',
      invoiceSent({ ...fields, tier: openTier('basic') }),
      'detail.data.tier no longer lists the value "gold", which subscribers know. Keep it, or declare InvoiceSent 2.0 beside it',
    ],
    [
      'a tighter pattern',
      invoiceSent({ ...fields, number: z.string().regex(/^[1-9]+$/) }),
      'pattern of detail.data.number was "^[0-9]+$" and is now "^[1-9]+$"',
    ],
    [
      'a tighter length',
      invoiceSent({ ...fields, invoiceId: z.string().max(10) }),
      'maxLength of detail.data.invoiceId was 20 and is now 10',
    ],
    [
      'a looser length',
      invoiceSent({ ...fields, invoiceId: z.string() }),
      'maxLength of detail.data.invoiceId was 20 and is now nothing',
    ],
    [
      'items of another type',
      invoiceSent({ ...fields, lines: z.array(z.object({ text: z.number() })) }),
      'type of detail.data.lines[].text was "string" and is now "number"',
    ],
    [
      'an optional field made required',
      invoiceSent({ ...fields, note: z.string() }),
      'detail.data.note was optional and is now required. Leave it optional',
    ],
    [
      'a required field made optional',
      invoiceSent({ ...fields, total: z.number().optional() }),
      'detail.data.total was always there and is now optional. Leave it required',
    ],
    [
      'a new required field',
      invoiceSent({ ...fields, due: z.string() }, 2),
      'detail.data.due is new and required. Make it optional, or declare InvoiceSent 2.0 beside it',
    ],
    [
      'unknown fields refused',
      invoiceSent({ ...fields, seller: z.strictObject({ name: z.string() }) }),
      'additionalProperties of detail.data.seller was nothing and is now false',
    ],
    [
      'another source',
      inMinor(1, declared(fields, { source: 'identity' })),
      'const of source was "registration" and is now "identity"',
    ],
    [
      'an older minor',
      invoiceSent(fields, 0),
      'InvoiceSent: InvoiceSent goes back to minor 0. Keep 1.',
    ],
    [
      'an added field in the same minor',
      invoiceSent({ ...fields, due: z.string().optional() }),
      'detail.data.due is new in InvoiceSent. Declare minor 2.',
    ],
  ];

  it.each(breaking)('is red for %s, and says what to do', (_change, event, sentence) => {
    const found = breachesOf(event);

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });

  it('is red for an open enumeration closed', () => {
    const closed = invoiceSent({ ...fields, tier: z.enum(['basic', 'gold']) });

    expect(breachesOf(closed)).toEqual([
      expect.stringContaining('pattern of detail.data.tier'),
      expect.stringContaining(
        'enum of detail.data.tier was nothing and is now ["basic","gold"]. Leave it as it was',
      ),
    ]);
  });

  const { type, data } = TenantProvisioned;
  const sold = new Map([...releasedSchemas()].filter(([name]) => name === TenantProvisioned.name));
  const selling = (...tiers: string[]) => {
    const shape = { ...data.shape, tier: openTier(...tiers) };
    return breaches(sold, schemasOf(declared(shape, { type, source: 'provisioning' })));
  };

  it('is green for a tier that is sold from now on', () => {
    expect(selling(...Tier.options, 'unheard')).toEqual([]);
  });

  it('is red for a tier that is sold no longer, and says what to do', () => {
    const remaining = Tier.options.filter((tier) => tier !== 'platinum');

    expect(selling(...remaining)).toEqual([
      'TenantProvisioned: detail.data.tier no longer lists the value "platinum", which subscribers know. Keep it, or declare TenantProvisioned 2.0 beside it and publish both.',
    ]);
  });

  it('is red for a major that replaces the old one', () => {
    const next = declared(others, { major: 2 });

    expect(breachesOf(next)).toEqual([
      expect.stringMatching(/^InvoiceSent: it is gone.*Declare it again; to retire it/),
    ]);
  });

  const another = declared({ invoiceId: z.string() }, { type: 'InvoicePaid' });
  const allowed: [string, EventDefinition[]][] = [
    ['nothing changed', [invoiceSent(fields)]],
    ['an optional field added', [invoiceSent({ ...fields, due: z.string().optional() }, 2)]],
    [
      'an optional field added inside a field',
      [
        invoiceSent(
          { ...fields, seller: z.object({ name: z.string(), vat: z.string().optional() }) },
          2,
        ),
      ],
    ],
    ['a newer minor', [invoiceSent(fields, 2)]],
    [
      'a known value added to an open enumeration',
      [invoiceSent({ ...fields, tier: openTier('basic', 'silver', 'gold') })],
    ],
    ['other words', [invoiceSent({ ...fields, total: z.number().describe('With taxes.') })]],
    ['a new event', [invoiceSent(fields), another]],
    ['a new major beside the old one', [invoiceSent(fields), declared(others, { major: 2 })]],
  ];

  it.each(allowed)('is green for %s', (_change, events) => {
    expect(breachesOf(...events)).toEqual([]);
  });
});
