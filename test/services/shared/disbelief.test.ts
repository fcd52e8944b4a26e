import { describe, expect, it } from '@jest/globals';
import { catalog } from '../../../events/catalog.ts';
import type { EventDefinition } from '../../../events/defineEvent.ts';
import { TenantRegistered } from '../../../events/schemas/registration.ts';
import { disbelief } from '../../../services/shared/disbelief.ts';
import { aTenantId, aTenantRegistered, sampleOf } from '../../support/builders.ts';

/** The event's sample with other metadata. */
const detailOf = (event: EventDefinition, metadata: object = {}) => {
  const sample = event.detail.parse(sampleOf(event.name));
  return { ...sample, metadata: { ...sample.metadata, ...metadata } };
};

const judged = (event: EventDefinition, metadata: object = {}) =>
  disbelief(event, { source: event.source, detail: detailOf(event, metadata) });

const named = catalog.map((event) => [event.name, event] as const);
const caused = named.filter(([, { uncaused }]) => !uncaused);
const ofOneTenant = named.filter(([, { data }]) => 'tenantId' in data.shape);

describe('disbelief', () => {
  it.each(named)('has nothing against the sample of %s', (_name, event) => {
    expect(judged(event)).toBeUndefined();
  });

  it.each(caused)('wants a cause of %s', (_name, event) => {
    expect(judged(event, { causationId: undefined })).toBe(
      'metadata.causationId: must say what caused it',
    );
  });

  it('wants no cause of a registration: it begins an onboarding', () => {
    expect(judged(TenantRegistered, { causationId: undefined })).toBeUndefined();
    expect(caused).toHaveLength(catalog.length - 1);
  });

  it.each(ofOneTenant)('wants %s to speak of one tenant', (_name, event) => {
    expect(judged(event, { tenantId: aTenantId(2) })).toBe(
      'data.tenantId: must be that of metadata',
    );
  });

  it.each(
    named.flatMap(([name, event]) =>
      ['registration', 'provisioning', 'identity', 'partner.acme', undefined]
        .filter((source) => !event.ours.some((own) => own === source))
        .filter((source) => !event.fromPartners || source !== 'partner.acme')
        .map((source) => [name, source, event] as const),
    ),
  )('does not take %s from %s', (_name, source, event) => {
    expect(disbelief(event, { source, detail: detailOf(event) })).toMatch(/^source: must be /);
  });

  it.each(['partner.acme', 'partner.sbt', 'partner.a-2'])(
    'takes a registration of %s',
    (source) => {
      expect(disbelief(TenantRegistered, { source, detail: aTenantRegistered() })).toBe(undefined);
    },
  );

  it.each(['partner.', 'partner.Acme', 'partner.acme.registration', 'xpartner.acme', 'partner'])(
    'takes no registration of %s',
    (source) => {
      expect(disbelief(TenantRegistered, { source, detail: aTenantRegistered() })).toBe(
        'source: must be registration or partner.<name>',
      );
    },
  );

  it('names all reasons at once', () => {
    const metadata = { causationId: undefined, tenantId: aTenantId(2) };
    const event = catalog[1];

    const reason = disbelief(event, { source: 'x', detail: detailOf(event, metadata) });

    expect(reason?.split('; ').map((each) => each.split(':')[0])).toEqual([
      'source',
      'metadata.causationId',
      'data.tenantId',
    ]);
  });
});
