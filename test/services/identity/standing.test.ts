import { describe, expect, it } from '@jest/globals';
import { derivedEventId } from '../../../events/eventId.ts';
import { removeTenantUsers } from '../../../services/identity/removeTenantUsers.ts';
import type { UserRemoval } from '../../../services/identity/removeUsers.ts';
import { standingIn } from '../../../services/identity/standing.ts';
import type { StandingRoute } from '../../../services/shared/route.ts';
import {
  aRoute,
  aTenantProvisioned,
  aTenantProvisioningFailed,
  aUlid,
} from '../../support/builders.ts';

const registered = aUlid(1_001);
const announcedAt = (ms: number, cause = registered) =>
  derivedEventId(new Date(ms), cause, 'TenantProvisioned');

const route = aRoute(1, { provisionedEventId: announcedAt(1_000), writtenFor: registered });
const { tenantId, tenantName, tier, deployment, adminEmail, registrationId } = route;
const { userPoolId, appClientId, provisionedEventId: eventId } = route;

const metadata = { tenantId, correlationId: registrationId, causationId: registered };
const provisioned = aTenantProvisioned(
  { tenantId, tenantName, tier, deployment, adminEmail, userPoolId, appClientId },
  { ...metadata, eventId },
);
const failed = aTenantProvisioningFailed({ tenantId, registrationId, adminEmail }, metadata);

/** Ports where these routes are read one after the other, the last one for ever. */
const setUp = (...routes: (StandingRoute | undefined)[]) => {
  const removals: UserRemoval[] = [];
  let asked = 0;
  const ports = {
    async latestRoute(of: string) {
      const found = routes[Math.min(asked, routes.length - 1)];
      asked += 1;
      return of === tenantId ? found : undefined;
    },
    async removeUsers(removal: UserRemoval) {
      removals.push(removal);
      return removal.isOver();
    },
  };
  return { ports, removals };
};

describe('standingIn', () => {
  it.each([
    ['stands', route, 'standing'],
    [
      'was made anew',
      { ...route, provisionedEventId: announcedAt(2_000), sequence: 12 },
      'madeAnew',
    ],
  ])('removes nobody of a tenant that %s', async (_what, found, expected) => {
    const { ports, removals } = setUp(found);

    expect(await standingIn(ports)(provisioned)).toBe(expected);
    expect(removals).toEqual([]);
  });

  it.each([
    ['pool', { userPoolId: 'us-east-1_another' }],
    ['client', { appClientId: 'another' }],
    ['registration', { registrationId: 'another' }],
  ])('takes an event for contradicted by another %s', async (_what, another) => {
    const { ports, removals } = setUp({ ...route, ...another });

    const standing = standingIn(ports)(provisioned);

    await expect(standing).rejects.toMatchObject({ name: 'Contradicted' });
    expect(removals).toEqual([]);
  });

  it('removes the members of a tenant that is gone, and what has begun of its admin', async () => {
    const { ports, removals } = setUp(undefined);

    expect(await standingIn(ports)(provisioned)).toBe('gone');
    expect(removals).toMatchObject([
      { tenantId, joining: { madeFor: eventId, email: adminEmail } },
    ]);
  });

  it.each([
    ['its own', eventId, true],
    ['a later incarnation’s', announcedAt(2_000), false],
    ['another tenant’s', announcedAt(1_000, aUlid(9)), false],
  ])('removes users that are %s: %s %s', async (_what, madeFor, expected) => {
    const { ports, removals } = setUp(undefined);

    await standingIn(ports)(provisioned);

    expect(removals[0]?.isOwn(madeFor)).toBe(expected);
  });

  it('asks again whether the tenant is gone', async () => {
    const { ports, removals } = setUp(undefined, route);

    await standingIn(ports)(provisioned);

    expect(await removals[0]?.isOver()).toBe(false);
  });
});

describe('removeTenantUsers', () => {
  it('removes the members of a tenant that was rolled back', async () => {
    const { ports, removals } = setUp(undefined);

    await removeTenantUsers(ports)(failed);

    expect(removals).toMatchObject([{ tenantId }]);
    expect(await removals[0]?.isOver()).toBe(true);
  });

  it.each([
    ['any incarnation of the tenant’s', announcedAt(1_000), true],
    ['any incarnation of the tenant’s', announcedAt(2_000), true],
    ['another registration’s', announcedAt(1_000, aUlid(9)), false],
  ])('removes users that are %s: %s %s', async (_what, madeFor, expected) => {
    const { ports, removals } = setUp(undefined);

    await removeTenantUsers(ports)(failed);

    expect(removals[0]?.isOwn(madeFor)).toBe(expected);
  });

  it('leaves the users of a tenant that has a route', async () => {
    const { ports, removals } = setUp(route);

    await removeTenantUsers(ports)(failed);

    expect(await removals[0]?.isOver()).toBe(false);
  });
});
