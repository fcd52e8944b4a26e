import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import {
  claimTenant,
  releaseTenant,
  TenantAlreadyClaimed,
} from '../../../../services/provisioning/onboarding/claimTenant.ts';
import { claimTable } from '../../../../services/provisioning/tenants/claimTable.ts';
import type { StandingRoute } from '../../../../services/shared/route.ts';
import { aRoute, aStepInput, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const aTable = async (route?: StandingRoute) => {
  count += 1;
  const ports = claimTable(engine.documents, await engine.table('claims', `claims-${count}`));
  return {
    claim: claimTenant(ports),
    release: releaseTenant({ ...ports, routeOf: async () => route }),
  };
};

const first = aStepInput(1);
const { tenantId, tenantName, adminEmail } = first;

describe('claimTenant', () => {
  it('finds its own claim when it runs again', async () => {
    const { claim } = await aTable();
    await claim(first);

    await expect(claim(first)).resolves.toEqual({});
  });

  it.each([
    ['id', { tenantId }, `tenant id ${tenantId}`],
    ['name', { tenantName: ' TENANT 1 ' }, 'tenant name TENANT 1'],
  ])('refuses another owner the same %s', async (_what, same, words) => {
    const { claim } = await aTable();
    await claim(first);

    const claiming = claim(aStepInput(2, same));

    await expect(claiming).rejects.toThrow(TenantAlreadyClaimed);
    await expect(claiming).rejects.toThrow(words);
  });

  it('claims nothing when it is refused', async () => {
    const { claim } = await aTable();
    await claim(first);
    await expect(claim(aStepInput(2, { tenantName }))).rejects.toThrow(TenantAlreadyClaimed);

    await expect(claim(aStepInput(3, { tenantId: aStepInput(2).tenantId }))).resolves.toEqual({});
  });

  it('lets tenants share an admin: a person may be a member of several', async () => {
    const { claim } = await aTable();
    await claim(first);

    await expect(claim(aStepInput(2, { adminEmail }))).resolves.toEqual({});
  });

  it('makes one tenant of two registrations at the same moment', async () => {
    const { claim } = await aTable();
    const rivals = [1, 2].map((n) => claim(aStepInput(n, { tenantName: 'Acme' })));

    const settled = await Promise.allSettled(rivals);

    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('releaseTenant', () => {
  it('gives the name back', async () => {
    const { claim, release } = await aTable();
    await claim(first);

    await release(first);

    await expect(claim(aStepInput(2, { tenantName }))).resolves.toEqual({});
  });

  it('never gives the id back, which the same owner may claim again', async () => {
    const { claim, release } = await aTable();
    await claim(first);

    await release(first);

    await expect(claim(aStepInput(2, { tenantId }))).rejects.toThrow(`tenant id ${tenantId}`);
    await expect(claim(first)).resolves.toEqual({});
  });

  it('leaves the tenant that people use its name', async () => {
    const writtenFor = first.eventId;
    const { claim, release } = await aTable(aRoute(1, { writtenFor, firstUserEventId: aUlid(5) }));
    await claim(first);

    await expect(release(first)).rejects.toMatchObject({ name: 'TenantInUse' });

    await expect(claim(aStepInput(2, { tenantName }))).rejects.toThrow(TenantAlreadyClaimed);
  });

  it('gives back what it has when another has made the tenant that people use', async () => {
    const { claim, release } = await aTable(
      aRoute(1, { writtenFor: aUlid(9), firstUserEventId: aUlid(5) }),
    );
    await claim(first);

    await expect(release(first)).resolves.toEqual({});
  });

  it('succeeds when there is nothing to release', async () => {
    const { release } = await aTable();

    await expect(release(first)).resolves.toEqual({});
  });

  it.each([
    ['id', { tenantId }],
    ['name', { tenantName }],
  ])('leaves another owner its %s', async (_what, same) => {
    const { claim, release } = await aTable();
    await claim(first);

    await release(aStepInput(2, { tenantId, tenantName }));

    await expect(claim(aStepInput(3, same))).rejects.toThrow(TenantAlreadyClaimed);
  });
});
