import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { recordIn } from '../../../samples/crm/contactTable.ts';
import { type Fact, factOf } from '../../../samples/crm/facts.ts';
import {
  aRegistrationRefused,
  aTenantActivated,
  aTenantDeactivated,
  aTenantOffboarded,
  aTenantOffboardingCancelled,
  aTenantOffboardingScheduled,
  aTenantProvisioned,
  aTenantProvisioningFailed,
  aTenantRegistered,
  aUlid,
  aUserCreated,
  aUserCreationFailed,
} from '../../support/builders.ts';
import { testEngine } from '../../support/testEngine.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;
let documents: DynamoDBDocumentClient;
let tables = 0;

beforeAll(async () => {
  engine = await testEngine([dynamodb]);
  await engine.start();
  const { endpoint, region, credentials } = engine.engine;
  const client = new DynamoDBClient({ endpoint, region, credentials: credentials.root });
  documents = DynamoDBDocumentClient.from(client);
});
afterAll(async () => {
  documents.destroy();
  await engine.destroy();
});

const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });

/** A table as it is after these facts, in this order. */
const tableAfter = async (facts: readonly Fact[]) => {
  tables += 1;
  const TableName = `contacts-${tables}`;
  await documents.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [key('tenantId', 'HASH'), key('entry', 'RANGE')],
      AttributeDefinitions: ['tenantId', 'entry'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  for (const fact of facts) await recordIn(documents, TableName)(fact);
  return (await documents.send(new ScanCommand({ TableName }))).Items;
};

const email = 'ada@acme.example';

/** A tenant whose first onboarding failed and whose second admin did, and whose third ones did not. */
const history: Fact[] = [
  factOf('TenantRegistered', aTenantRegistered({ adminEmail: email }, { eventId: aUlid(1) })),
  factOf('TenantProvisioningFailed', aTenantProvisioningFailed({}, { sequence: 9 })),
  factOf('TenantProvisioned', aTenantProvisioned({}, { sequence: 22 })),
  factOf('UserCreationFailed', aUserCreationFailed({ email }, { sequence: 13 })),
  factOf('UserCreated', aUserCreated({ email }, { sequence: 23 })),
  factOf('TenantDeactivated', aTenantDeactivated({ reason: 'unpaid' }, { sequence: 30 })),
];

const orders: [string, Fact[]][] = [
  ['reversed', [...history].reverse()],
  ['twice over', [...history, ...history]],
  ['late ones last', [...history.slice(2), ...history.slice(0, 2), ...history]],
];

describe('the CRM', () => {
  it('keeps who a contact is and how it went', async () => {
    expect(await tableAfter(history)).toMatchObject([
      { entry: `contact#${email}`, outcome: { sequence: 23, status: 'active' } },
      { entry: `lead#${aUlid(1)}`, registration: { sequence: 0, email } },
      {
        entry: 'tenant',
        outcome: { sequence: 22, status: 'active' },
        standing: { sequence: 30, status: 'suspended', reason: 'unpaid' },
      },
    ]);
  });

  it('knows a refused sign-up from the tenant that it named', async () => {
    const twin = aTenantRegistered({ adminEmail: 'eve@twin.example' }, { eventId: aUlid(6) });
    const refused = aRegistrationRefused({}, { eventId: aUlid(7), causationId: aUlid(6) });
    const after = [
      ...history,
      factOf('TenantRegistered', twin),
      factOf('RegistrationRefused', refused),
    ];

    expect(await tableAfter(after)).toMatchObject([
      { entry: `contact#${email}`, outcome: { status: 'active' } },
      { entry: `lead#${aUlid(1)}` },
      { entry: `lead#${aUlid(6)}`, outcome: { status: 'refused' } },
      { entry: 'tenant', outcome: { status: 'active' } },
    ]);
  });

  it('knows a tenant as active again by the newest of its changes', async () => {
    const activated = factOf('TenantActivated', aTenantActivated({}, { sequence: 31 }));

    const [, , tenant] = (await tableAfter([activated, ...history])) ?? [];

    expect(tenant).toMatchObject({ standing: { sequence: 31, status: 'active' } });
  });

  it('marks a tenant as leaving until it takes that back', async () => {
    const eraseAt = '2026-02-04T09:42:00.000Z';
    const scheduled = factOf(
      'TenantOffboardingScheduled',
      aTenantOffboardingScheduled({ eraseAt }, { sequence: 40 }),
    );
    const taken = factOf(
      'TenantOffboardingCancelled',
      aTenantOffboardingCancelled({}, { sequence: 41 }),
    );
    const tenantOf = async (facts: readonly Fact[]) =>
      (await tableAfter(facts))?.find(({ entry }) => entry === 'tenant');

    expect(await tenantOf([scheduled, ...history])).toMatchObject({
      notice: { status: 'leaving', eraseAt },
      standing: { status: 'suspended' },
    });
    expect(await tenantOf([taken, scheduled, ...history])).toMatchObject({
      notice: { status: 'withdrawn' },
    });
  });

  it('forgets the people of a tenant that has left, whatever is told of them after', async () => {
    const left = factOf('TenantOffboarded', aTenantOffboarded({}, { sequence: 50 }));
    const after = [...history, left];

    const expected = [{ entry: 'tenant', outcome: { sequence: 50, status: 'left' } }];
    for (const facts of [after, [...after, ...history], [left, ...history], [left, ...after]]) {
      const table = await tableAfter(facts);
      expect(table).toMatchObject(expected);
      expect(JSON.stringify(table)).not.toContain('@');
    }
  });

  it('marks what failed', async () => {
    expect(await tableAfter([...history.slice(0, 2), ...history.slice(3, 4)])).toMatchObject([
      { entry: `contact#${email}`, outcome: { status: 'failed' } },
      { entry: `lead#${aUlid(1)}` },
      { entry: 'tenant', outcome: { status: 'failed', failedStep: expect.any(String) } },
    ]);
  });

  it.each(orders)('ends the same for the same events %s', async (_, facts) => {
    expect(await tableAfter(facts)).toEqual(await tableAfter(history));
  });

  it('refuses an event that breaks its schema, and one that it does not follow', () => {
    expect(() => factOf('UserCreated', { metadata: {} })).toThrow('eventId');
    expect(() => factOf('TenantRenamed', {})).toThrow('does not follow TenantRenamed');
  });
});
