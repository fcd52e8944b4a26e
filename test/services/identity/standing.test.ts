import { describe, expect, it } from '@jest/globals';
import { removeTenantUsers } from '../../../services/identity/removeTenantUsers.ts';
import { standingOf } from '../../../services/identity/standing.ts';
import type { Route } from '../../../services/shared/route.ts';
import { aRoute, aTenantProvisioned, aTenantProvisioningFailed } from '../../support/builders.ts';

const provisioned = aTenantProvisioned();
const failed = aTenantProvisioningFailed();
const { tenantId, userPoolId, appClientId } = provisioned.data;
const registrationId = provisioned.metadata.correlationId;
const route = aRoute(1, { tenantId, registrationId, userPoolId, appClientId });

const setUp = (found: Route | undefined) => {
  const removed: object[] = [];
  const ports = {
    latestRoute: async (asked: string) => (asked === tenantId ? found : undefined),
    async removeUsers(tenant: object) {
      removed.push(tenant);
    },
  };
  return { ports, removed };
};

describe('standingOf', () => {
  it('knows a tenant whose route is the one that was written', async () => {
    const { ports, removed } = setUp(route);

    expect(await standingOf(ports)(provisioned)).toBe('standing');
    expect(removed).toEqual([]);
  });

  it.each([
    ['pool', { userPoolId: 'us-east-1_another' }],
    ['client', { appClientId: 'another' }],
    ['registration', { registrationId: 'another' }],
  ])('sees that a tenant was made anew by another %s', async (_what, another) => {
    const { ports, removed } = setUp({ ...route, ...another });

    expect(await standingOf(ports)(provisioned)).toBe('madeAnew');
    expect(removed).toEqual([]);
  });

  it('removes the users of a tenant that is gone, its admin among them', async () => {
    const { ports, removed } = setUp(undefined);

    expect(await standingOf(ports)(provisioned)).toBe('gone');
    expect(removed).toEqual([{ tenantId, email: provisioned.data.adminEmail }]);
  });
});

describe('removeTenantUsers', () => {
  it('removes the users of a tenant that was rolled back, its admin among them', async () => {
    const { ports, removed } = setUp(undefined);

    await removeTenantUsers(ports)(failed);

    const { adminEmail: email } = failed.data;
    expect(removed).toEqual([{ tenantId: failed.data.tenantId, email }]);
  });

  it('leaves the users of a tenant that has a route', async () => {
    const { ports, removed } = setUp(route);

    await removeTenantUsers(ports)({ ...failed, data: { ...failed.data, tenantId } });

    expect(removed).toEqual([]);
  });
});
