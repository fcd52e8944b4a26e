import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import {
  type AdmissionPorts,
  type Application,
  contentOf,
} from '../../../../services/provisioning/onboarding/admitRegistration.ts';
import { claimOf } from '../../../../services/provisioning/onboarding/claimTenant.ts';
import { admissionTable } from '../../../../services/provisioning/tenants/admissionTable.ts';
import { claimTable } from '../../../../services/provisioning/tenants/claimTable.ts';
import { aPlace, aStepInput, aTenantRegistered, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const aTable = async () => {
  count += 1;
  const tableName = await engine.table('claims', `claims-${count}`);
  const { release } = claimTable(engine.documents, tableName);
  return { ...admissionTable(engine.documents, tableName), release };
};

/** What the n-th tenant's registration asks for. */
const anApplication = (
  n = 1,
  { claim, ...more }: Partial<Omit<Application, 'claim'>> & { claim?: object } = {},
): Application => {
  const { registrationId } = aStepInput(n);
  const whole = { ...claimOf(aStepInput(n)), ...claim };
  return { registrationId, source: 'registration', content: `${n}`, claim: whole, ...more };
};

const first = anApplication(1);
const { registrationId, claim } = first;
const { tenantId, tenantName } = claim;

const admitted = { kind: 'admitted' };
const repeated = { kind: 'repeated' };
const refused = (reason: string) => ({ kind: 'refused', reason, message: expect.any(String) });

const start = async (table: AdmissionPorts, application = first) => {
  expect(await table.admit(application)).toEqual(admitted);
  await table.markStarted(application.registrationId);
};

describe('admissionTable', () => {
  it('admits a registration, and again until its saga has begun', async () => {
    const { admit } = await aTable();

    expect([await admit(first), await admit(first)]).toEqual([admitted, admitted]);
  });

  it('admits a registration once its saga has begun no more', async () => {
    const table = await aTable();
    await start(table);

    expect(await table.admit(first)).toEqual(repeated);
  });

  it('still knows it when its tenant was rolled back', async () => {
    const table = await aTable();
    await start(table);
    await table.release(claim);

    expect(await table.admit(first)).toEqual(repeated);
  });

  const another = { claim: { owner: aUlid(99) } };

  it.each([
    ['the same of it', another, repeated],
    ['something else of it', { ...another, content: 'else' }, refused('RegistrationIdInUse')],
    ['it, but is another’s', { ...another, source: 'partner.x' }, refused('RegistrationIdInUse')],
    [
      'it and another tenant',
      { content: 'else', claim: { ...claimOf(aStepInput(2)), owner: aUlid(99) } },
      refused('RegistrationIdInUse'),
    ],
  ])('judges another event that says %s', async (_what, more, expected) => {
    const table = await aTable();
    await start(table);

    expect(await table.admit(anApplication(1, more))).toEqual(expected);
  });

  it('claims nothing for an event of a registration id that is another’s', async () => {
    const table = await aTable();
    await start(table);
    await table.admit({ ...anApplication(2), registrationId });

    expect(await table.admit(anApplication(2))).toEqual(admitted);
  });

  const taken: [string, object, string][] = [
    ['tenant id', { tenantId }, 'TenantIdInUse'],
    ['tenant name', { tenantName }, 'TenantNameInUse'],
    ['tenant name in another spelling', { tenantName: ' TENANT  1 ' }, 'TenantNameInUse'],
    ['id and name', { tenantId, tenantName }, 'TenantIdInUse'],
  ];

  it.each(taken)('refuses another registration the same %s', async (_what, same, reason) => {
    const table = await aTable();
    await start(table);

    expect(await table.admit(anApplication(2, { claim: same }))).toEqual(refused(reason));
  });

  it.each(taken)('remembers for ever that the %s was taken', async (_what, same, reason) => {
    const table = await aTable();
    await start(table);
    await table.admit(anApplication(2, { claim: same }));
    await table.release(claim);

    expect(await table.admit(anApplication(2, { claim: same }))).toEqual(refused(reason));
  });

  it.each([
    ['a name', { tenantName }, admitted],
    ['an id', { tenantId }, refused('TenantIdInUse')],
  ])('judges who asks for %s of a tenant that was rolled back', async (_what, same, expected) => {
    const table = await aTable();
    await start(table);
    await table.release(claim);

    expect(await table.admit(anApplication(2, { claim: same }))).toEqual(expected);
  });

  it('claims nothing for a registration that it refuses', async () => {
    const table = await aTable();
    await start(table);
    const second = anApplication(2, { claim: { tenantName } });
    await table.admit(second);

    const third = anApplication(3, { claim: { tenantId: second.claim.tenantId } });

    expect(await table.admit(third)).toEqual(admitted);
  });

  it.each([
    ['registrations that want one name', { claim: { tenantName: 'Acme' } }, 'TenantNameInUse'],
    ['registrations that want one id', { claim: { tenantId } }, 'TenantIdInUse'],
    ['events of one registration', { registrationId: 'one' }, 'RegistrationIdInUse'],
  ])('admits one of two %s at the same moment', async (_what, same, reason) => {
    const { admit } = await aTable();
    /** As the starter's events are delivered: again while two changes meet. */
    const admitting = async (application: Application): Promise<object> => {
      for (;;) {
        const admission = await admit(application).catch(transientOnly);
        if (admission) return admission;
      }
    };

    const both = await Promise.all([2, 3].map((n) => admitting(anApplication(n, same))));

    expect(both).toContainEqual(admitted);
    expect(both).toContainEqual(refused(reason));
  });
});

const transientOnly = (error: Error): undefined => {
  if (error.name !== 'TransientError') throw error;
};

describe('admissionTable.keepPlace', () => {
  it('keeps the first place of a registration, whatever comes later', async () => {
    const table = await aTable();
    await table.admit(first);

    const kept = await table.keepPlace(registrationId, aPlace(5_000, 23));
    const again = await table.keepPlace(registrationId, aPlace(9_000, 41));

    expect(kept).toEqual(aPlace(5_000, 23));
    expect(again).toEqual(kept);
    expect(await table.admit(first)).toEqual(admitted);
  });

  it('keeps none for a registration that was never admitted', async () => {
    const table = await aTable();

    const keeping = table.keepPlace(registrationId, aPlace(0));

    await expect(keeping).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });
});

describe('contentOf', () => {
  const { data } = aTenantRegistered();

  it('is the same in whatever order the fields are', () => {
    const reversed = aTenantRegistered().data;
    const turned = Object.fromEntries(Object.entries(reversed).reverse());

    expect(contentOf({ ...data, ...turned })).toBe(contentOf(data));
    expect(contentOf(aTenantRegistered(turned).data)).toBe(contentOf(data));
  });

  it.each(Object.keys(data) as (keyof typeof data)[])('is another when %s is', (field) => {
    expect(contentOf({ ...data, [field]: 'else' })).not.toBe(contentOf(data));
  });
});
