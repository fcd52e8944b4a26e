import { describe, expect, it } from '@jest/globals';
import { derivedEventId } from '../../../../events/eventId.ts';
import { noteUser } from '../../../../services/provisioning/tenants/noteUser.ts';
import type { StandingRoute } from '../../../../services/shared/route.ts';
import type { UserOutcome } from '../../../../services/shared/routingTable.ts';
import { aRoute, aUserCreated } from '../../../support/builders.ts';

const provisionedAt = (ms: number) =>
  derivedEventId(new Date(ms), aRoute(1).writtenFor, 'TenantProvisioned');

const route = aRoute(1, { provisionedEventId: provisionedAt(2), sequence: 12 });
const { tenantId, registrationId, provisionedEventId } = route;

const created = (causationId: string | undefined = provisionedEventId, sequence = 3) =>
  aUserCreated({ tenantId }, { tenantId, correlationId: registrationId, causationId, sequence });

/** Notes where this route stands, as the routing table does. */
const noting = (standing: StandingRoute | undefined) => {
  const noted: UserOutcome[] = [];
  const run = noteUser({
    routeOf: async () => standing,
    async note(user) {
      if (standing?.provisionedEventId !== user.provisionedEventId) return false;
      noted.push(user);
      return true;
    },
  });
  return { run, noted };
};

describe('noteUser', () => {
  it('notes a user of the tenant that was announced by its cause', async () => {
    const { run, noted } = noting(route);
    const event = created();

    await run(event);

    expect(noted).toEqual([{ tenantId, provisionedEventId, eventId: event.metadata.eventId }]);
  });

  it.each([
    ['that is gone', undefined, provisionedEventId],
    ['that was made anew since', route, provisionedAt(1)],
  ])('notes nothing of a tenant %s', async (_what, standing, causationId) => {
    const { run, noted } = noting(standing);

    await expect(run(created(causationId))).resolves.toBeUndefined();
    expect(noted).toEqual([]);
  });

  it.each([
    ['is none of this tenant’s', aRoute(7).provisionedEventId],
    ['is later than the tenant', provisionedAt(3), 23],
    ['is of the same run as the tenant', provisionedAt(1), 13],
  ])('takes an event for contradicted whose cause %s', async (_what, causationId, sequence = 3) => {
    const { run, noted } = noting(route);

    await expect(run(created(causationId, sequence))).rejects.toMatchObject({
      name: 'Contradicted',
    });
    expect(noted).toEqual([]);
  });
});
