import { describe, expect, it } from '@jest/globals';
import { derivedEventId } from '../../../events/eventId.ts';
import { RegistrationRefused } from '../../../events/schemas/provisioning.ts';
import {
  mustBeGone,
  mustNotBeMade,
  mustNotStand,
  standingAfterChange,
  standingFor,
  standingOf,
} from '../../../services/shared/present.ts';
import type { StandingRoute } from '../../../services/shared/route.ts';
import {
  aRoute,
  aTenantDeactivated,
  aTenantOffboarded,
  aTenantProvisioned,
  aTenantProvisioningFailed,
  aUlid,
  aUserCreated,
  sampleOf,
} from '../../support/builders.ts';

/** What an outcome throws, by name. */
const outcomeOf = <T>(judge: () => T): T | string => {
  try {
    return judge();
  } catch (error) {
    return error instanceof Error ? error.name : 'no error';
  }
};

const writtenFor = aUlid(1_001);
const idAt = (ms: number, cause = writtenFor) =>
  derivedEventId(new Date(ms), cause, 'TenantProvisioned');

const provisionedEventId = idAt(2_000);
const route = aRoute(1, { provisionedEventId, writtenFor });
const { tenantId, registrationId, tenantName, adminEmail, tier, deployment } = route;

type Case = [string, Partial<StandingRoute> | undefined, string];

const found = (more: Partial<StandingRoute> | undefined) => more && { ...route, ...more };

const ids: Case[] = [
  ['that stands as it says', {}, 'standing'],
  ['that is gone', undefined, 'gone'],
  ['that was made anew since', { provisionedEventId: idAt(3_000), sequence: 12 }, 'madeAnew'],
  ['that stood before the event', { provisionedEventId: idAt(1_000) }, 'Contradicted'],
  [
    'of another origin',
    { provisionedEventId: idAt(3_000, aUlid(9)), sequence: 12 },
    'Contradicted',
  ],
  ['of another registration', { registrationId: 'other' }, 'Contradicted'],
];

describe('standingAfterChange', () => {
  const change = { by: 'root', at: '2026-01-06T09:30:00.000Z', eventId: aUlid(6) };
  const off = { ...change, status: 'inactive', reason: 'x', sequence: 11 } as const;
  const changed: Case[] = [
    ['that has just become so', { statusChange: off }, 'standing'],
    ['that has changed again since', { statusChange: { ...off, sequence: 12 } }, 'standing'],
    ['that is gone', undefined, 'gone'],
    ['that has never changed', {}, 'Contradicted'],
    ['that has changed less often', { statusChange: { ...off, sequence: 10 } }, 'Contradicted'],
    [
      'that became active by the change of this number',
      { statusChange: { ...change, status: 'active', sequence: 11 } },
      'Contradicted',
    ],
    ['of another registration', { statusChange: off, registrationId: 'other' }, 'Contradicted'],
  ];

  it.each(changed)('judges the deactivation of a tenant %s', (_what, more, expected) => {
    const of = { tenantId, correlationId: registrationId, causationId: provisionedEventId };
    const deactivated = aTenantDeactivated({ tenantId }, { ...of, sequence: 11 });

    const outcome = outcomeOf(() => standingAfterChange(deactivated, 'inactive', found(more)));

    expect(outcome).toBe(expected);
  });
});

describe('standingFor', () => {
  const caused = (causationId?: string) =>
    aUserCreated({ tenantId }, { tenantId, correlationId: registrationId, causationId }).metadata;

  it.each(ids)('judges what was caused by a tenant %s', (_what, more, expected) => {
    expect(outcomeOf(() => standingFor(caused(provisionedEventId), found(more)))).toBe(expected);
  });

  it('takes what names no cause for contradicted', () => {
    const { causationId: _none, ...metadata } = caused(provisionedEventId);

    expect(outcomeOf(() => standingFor(metadata, route))).toBe('Contradicted');
  });
});

describe('standingOf', () => {
  const { userPoolId, appClientId } = route;
  const said = { tenantId, tenantName, adminEmail, tier, deployment, userPoolId, appClientId };
  const provisioned = aTenantProvisioned(said, {
    eventId: provisionedEventId,
    tenantId,
    correlationId: registrationId,
    causationId: writtenFor,
  });

  const fields: Case[] = [
    ['written for another', { writtenFor: aUlid(9) }, 'Contradicted'],
    ['of another pool', { userPoolId: 'us-east-1_other' }, 'Contradicted'],
    ['of another client', { appClientId: 'other' }, 'Contradicted'],
    ['of another admin', { adminEmail: 'eve@example.com' }, 'Contradicted'],
    ['of another name', { tenantName: 'Other' }, 'Contradicted'],
    ['of another tier', { tier: 'premium' }, 'Contradicted'],
    ['of another deployment', { deployment: 'silo' }, 'Contradicted'],
    ['in use', { firstUserEventId: aUlid(5) }, 'standing'],
  ];

  it.each([...ids, ...fields])('judges a tenant %s', (_what, more, expected) => {
    expect(outcomeOf(() => standingOf(provisioned, found(more)))).toBe(expected);
  });
});

describe('mustNotStand', () => {
  const inUse = { firstUserEventId: aUlid(5) };

  const cases: [string, string[], Partial<StandingRoute> | undefined, string | undefined][] = [
    ['that is gone', [], undefined, undefined],
    ['that was made anew since', [], { provisionedEventId: idAt(6_000), sequence: 12 }, undefined],
    ['that stands', [], {}, 'Contradicted'],
    ['that stands since an earlier sequence of the same run', [], { sequence: 8 }, 'Contradicted'],
    [
      'that another registration has made since',
      [],
      { sequence: 12, writtenFor: aUlid(9) },
      'Contradicted',
    ],
    ['that stands and is in use', [], inUse, 'Contradicted'],
    ['whose route is stuck', ['WriteRoute'], {}, undefined],
    ['of which something else is stuck', ['CreateApiKey'], {}, 'Contradicted'],
    ['whose stuck route is another’s', ['WriteRoute'], { writtenFor: aUlid(9) }, 'Contradicted'],
    ['whose stuck route is in use', ['WriteRoute'], inUse, 'Contradicted'],
  ];

  it.each(cases)('judges the failure of a tenant %s', (_what, stuck, more, expected) => {
    const failed = aTenantProvisioningFailed(
      { tenantId, stuck, compensated: stuck.length === 0 },
      { eventId: idAt(5_000, aUlid(3)), tenantId, causationId: writtenFor },
    );

    expect(outcomeOf(() => mustNotStand(failed, found(more)))).toBe(expected);
  });
});

describe('mustNotBeMade', () => {
  const refused = RegistrationRefused.detail.parse(sampleOf('RegistrationRefused'));
  const { causationId } = refused.metadata;

  const cases: [string, Partial<StandingRoute> | undefined, string | undefined][] = [
    ['that is not there', undefined, undefined],
    ['of another registration', {}, undefined],
    ['that it has made', { writtenFor: String(causationId) }, 'Contradicted'],
  ];

  it.each(cases)('judges the refusal of a tenant %s', (_what, more, expected) => {
    expect(outcomeOf(() => mustNotBeMade(refused, found(more)))).toBe(expected);
  });

  it('takes no route without an owner for one that a refusal without a cause has made', () => {
    const { causationId: _none, ...metadata } = refused.metadata;

    expect(outcomeOf(() => mustNotBeMade({ ...refused, metadata }, undefined))).toBeUndefined();
  });
});

describe('mustBeGone', () => {
  const cases: [string, Partial<StandingRoute> | undefined, string | undefined][] = [
    ['that is not there', undefined, undefined],
    ['that is being erased', { status: 'erasing' }, 'TransientError'],
    ['that is to leave', { eraseAt: '2026-02-04T09:42:00.000Z' }, 'Contradicted'],
    ['that is suspended', { status: 'inactive' }, 'Contradicted'],
  ];

  it.each(cases)('judges the offboarding of a tenant %s', (_what, more, expected) => {
    const offboarded = aTenantOffboarded({ tenantId }, { tenantId });

    expect(outcomeOf(() => mustBeGone(offboarded, found(more)))).toBe(expected);
  });
});
