import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { catalog } from '../../events/catalog.ts';
import { byPartner, inMinor } from '../../events/defineEvent.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { anEvent } from '../support/anEvent.ts';

const InvoiceSentV2 = anEvent({
  type: 'InvoiceSent',
  major: 2,
  source: 'registration',
  data: { total: z.number() },
  example: { total: 7 },
});

const InvoiceSent = anEvent({
  type: 'InvoiceSent',
  source: 'registration',
  data: { amount: z.number() },
  example: { amount: 7 },
});

describe('defineEvent', () => {
  it('declares the version that publishers send', () => {
    expect(InvoiceSent.version).toBe('1.0');
  });

  it('declares a major beside an older one under a name of its own', () => {
    expect(
      [InvoiceSent, InvoiceSentV2].map(({ type, name, version }) => [type, name, version]),
    ).toEqual([
      ['InvoiceSent', 'InvoiceSent', '1.0'],
      ['InvoiceSent', 'InvoiceSentV2', '2.0'],
    ]);
    expect(InvoiceSentV2.pattern.detail).toEqual({ metadata: { version: [{ prefix: '2.' }] } });
  });

  it('gives the rule pattern of all minor versions of its major', () => {
    expect(InvoiceSent.pattern).toEqual({
      source: ['registration'],
      detailType: ['InvoiceSent'],
      detail: { metadata: { version: [{ prefix: '1.' }] } },
    });
  });

  it.each([
    ['TenantRegistered', ['registration', { prefix: 'partner.' }]],
    ['TenantProvisioned', ['provisioning']],
    ['TenantProvisioningFailed', ['provisioning']],
    ['UserCreated', ['identity']],
    ['UserCreationFailed', ['identity']],
  ])('makes %s an event of %j', (type, source) => {
    const event = catalog.find((declared) => declared.type === type);

    expect(event?.pattern).toEqual({
      source,
      detailType: [type],
      detail: { metadata: { version: [{ prefix: '1.' }] } },
    });
  });
});

describe('byPartner', () => {
  it('gives the same event under the name of its partner', () => {
    const event = byPartner('acme', TenantRegistered);

    expect(event).toEqual({ ...TenantRegistered, source: 'partner.acme' });
    expect(TenantRegistered.source).toBe('registration');
  });
});

describe('inMinor', () => {
  it('publishes another minor version, which the same rules match', () => {
    const InvoiceSent12 = inMinor(12, InvoiceSent);

    expect(InvoiceSent12.version).toBe('1.12');
    expect(InvoiceSent12.pattern).toEqual(InvoiceSent.pattern);
  });
});
