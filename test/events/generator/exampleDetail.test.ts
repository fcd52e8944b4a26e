import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { catalog } from '../../../events/catalog.ts';
import { exampleTenant } from '../../../events/exampleTenant.ts';
import { exampleDetail } from '../../../events/generator/exampleDetail.ts';
import { TenantProvisioned } from '../../../events/schemas/provisioning.ts';
import { TenantRegistered } from '../../../events/schemas/registration.ts';
import { disbelief } from '../../../services/shared/disbelief.ts';
import { anEvent } from '../../support/anEvent.ts';

const invoiceSent = <Shape extends z.ZodRawShape>(
  data: Shape,
  example: Required<z.input<z.ZodObject<Shape>>>,
) => anEvent({ type: 'InvoiceSent', source: 'registration', data, example });

describe('exampleDetail', () => {
  it('is the same in every run', () => {
    expect(exampleDetail(TenantRegistered)).toEqual(exampleDetail(TenantRegistered));
  });

  it('derives the metadata: the version that is published, and an id of its own', () => {
    const details = catalog.map((event) => exampleDetail(event));

    expect(details.map(({ metadata }) => metadata.version)).toEqual(
      catalog.map(({ version }) => version),
    );
    expect(new Set(details.map(({ metadata }) => metadata.eventId)).size).toBe(catalog.length);
  });

  it.each(catalog.map((event) => [event.name, event] as const))(
    'makes an example of %s that consumers believe',
    (_name, event) => {
      const detail = exampleDetail(event);

      expect(disbelief(event, { source: event.source, detail })).toBeUndefined();
    },
  );

  it('names the tenant and the registration that the data name', () => {
    const tenantId = exampleTenant.tenantId.replace(/.$/, '0');
    const data = { tenantId: z.string(), registrationId: z.string() };

    const { metadata } = exampleDetail(invoiceSent(data, { tenantId, registrationId: 'crm-1' }));

    expect(metadata).toMatchObject({ tenantId, correlationId: 'crm-1' });
  });

  it('lets what a sign-up causes come after it, and says so', () => {
    const [cause, effect] = [TenantRegistered, TenantProvisioned].map(
      (event) => exampleDetail(event).metadata,
    );

    expect(effect?.causationId).toBe(cause?.eventId);
    expect(String(effect?.eventId) > String(cause?.eventId)).toBe(true);
  });

  it('throws for an example that breaks its schema, and says where to correct it', () => {
    const wrong = invoiceSent(
      { number: z.string().regex(/^\d+$/, 'must be digits') },
      { number: 'x' },
    );

    expect(() => exampleDetail(wrong)).toThrow(
      /^the example of InvoiceSent breaks its schema; correct it where the event is declared:\n.*must be digits\n.*data\.number/,
    );
  });
});
