import { describe, expect, it } from '@jest/globals';
import { UserCreated } from '../../../../events/schemas/identity.ts';
import { TenantProvisioned } from '../../../../events/schemas/provisioning.ts';
import { TenantRegistered } from '../../../../events/schemas/registration.ts';
import { patternOf } from '../../../../infra/constructs/events/subscriptionPattern.ts';

const metadata = { version: [{ prefix: '1.' }] };

describe('patternOf', () => {
  it('names each event by its own source, name and major version', () => {
    expect(patternOf('crm', [TenantRegistered, UserCreated])).toEqual({
      $or: [
        {
          source: ['registration', { prefix: 'partner.' }],
          'detail-type': ['TenantRegistered'],
          detail: { metadata },
        },
        { source: ['identity'], 'detail-type': ['UserCreated'], detail: { metadata } },
      ],
    });
  });

  it('narrows one event by what it carries', () => {
    const filter = { tier: ['premium'], deployment: ['pool'] } as const;

    expect(patternOf('sales', [TenantProvisioned], filter)).toEqual({
      source: ['provisioning'],
      'detail-type': ['TenantProvisioned'],
      detail: { metadata, data: { tier: ['premium'], deployment: ['pool'] } },
    });
  });

  it('refuses a filter by what an event does not carry, and names both', () => {
    const events = [TenantRegistered, UserCreated];

    expect(() => patternOf('crm', events, { tier: ['basic'] })).toThrow(
      'the subscriber crm filters by tier, which UserCreated does not carry',
    );
    expect(() => patternOf('crm', events, { deployment: ['silo'] })).toThrow(
      'filters by deployment, which TenantRegistered and UserCreated does not carry',
    );
  });

  it('refuses a subscription to nothing', () => {
    expect(() => patternOf('crm', [])).toThrow('the subscriber crm names no event');
  });
});
