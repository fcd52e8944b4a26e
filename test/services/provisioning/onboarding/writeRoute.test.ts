import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { derivedEventId } from '../../../../events/eventId.ts';
import {
  deleteRoute,
  writeRoute,
} from '../../../../services/provisioning/onboarding/writeRoute.ts';
import { tableNames } from '../../../../services/provisioning/tenants/tenantResources.ts';
import { routingTable } from '../../../../services/shared/routingTable.ts';
import { aRoute, aStepInput, aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const aTable = async () => {
  count += 1;
  const tableName = await engine.table('routes', `routes-${count}`);
  const ports = {
    ...routingTable(engine.documents, tableName),
    keyValue: async () => 'secret-of-key-1',
    tableName: tableNames('test-tenant', async () => 'pooled'),
  };
  return {
    write: writeRoute(ports),
    remove: deleteRoute(ports),
    read: ports.routeWithKey,
    /** The tenant's first user is there. */
    use: ({ tenantId }: { tenantId: string }, provisionedEventId: string) =>
      ports.note({ tenantId, provisionedEventId, eventId: aUlid(5) }),
  };
};

const results = {
  CreateIdentity: { userPoolId: 'us-east-1_pooled', appClientId: 'client1' },
  CreateApiKey: { apiKeyId: 'key-1' },
};
const input = aStepInput(1, { results });
const provisionedEventId = derivedEventId(
  new Date(input.enteredAt),
  input.eventId,
  'TenantProvisioned',
);
const route = aRoute(1, { provisionedEventId });
const anothers = { ...input, eventId: aUlid(99) };

describe('writeRoute', () => {
  it('writes the route that the authorizer reads', async () => {
    const { write, read } = await aTable();

    await write(input);

    expect(await read(input.tenantId)).toEqual(route);
  });

  it('sends a silo tenant to its own table', async () => {
    const { write, read } = await aTable();

    await write({ ...input, deployment: 'silo' });

    expect((await read(input.tenantId))?.tableName).toBe(`test-tenant-${input.tenantId}`);
  });

  it('names by its kind what further steps have made', async () => {
    const { write, read } = await aTable();
    const further = { CreateQueue: { resources: { queue: 'a queue' } } };

    await write({ ...input, results: { ...results, ...further } });

    expect((await read(input.tenantId))?.resources).toEqual({ queue: 'a queue' });
  });

  it('answers the saga without the key’s value', async () => {
    const { write } = await aTable();

    expect(await write(input)).toEqual({ provisionedEventId, sequence: 2 });
  });

  it.each([false, true])(
    'keeps the event id that an earlier try has fixed, in use: %s',
    async (isUsed) => {
      const { write, use, read } = await aTable();
      await write(input);
      if (isUsed) await use(input, provisionedEventId);

      const again = await write({ ...input, enteredAt: '2026-01-05T10:00:00.000Z' });

      expect(again).toEqual({ provisionedEventId, sequence: 2 });
      expect((await read(input.tenantId))?.provisionedEventId).toBe(provisionedEventId);
    },
  );

  it('fixes a new event id for a tenant that was made anew', async () => {
    const { write, read } = await aTable();
    await write(input);
    const anew = { ...results, CreateApiKey: { apiKeyId: 'key-2' } };

    const written = await write({
      ...input,
      results: anew,
      enteredAt: '2026-01-05T10:00:00.000Z',
    });

    expect(written.provisionedEventId > provisionedEventId).toBe(true);
    expect(await read(input.tenantId)).toMatchObject({ apiKeyId: 'key-2', ...written });
  });

  it('never writes over the route of a tenant in use', async () => {
    const { write, use, read } = await aTable();
    await write(input);
    await use(input, provisionedEventId);

    const writing = write({
      ...input,
      results: { ...results, CreateApiKey: { apiKeyId: 'key-2' } },
    });

    await expect(writing).rejects.toMatchObject({ name: 'PermanentError' });
    expect((await read(input.tenantId))?.apiKeyId).toBe('key-1');
  });

  it('never writes over another owner’s route', async () => {
    const { write, read } = await aTable();
    await write(input);

    const writing = write({ ...anothers, tier: 'premium' });

    await expect(writing).rejects.toMatchObject({ name: 'PermanentError' });
    expect((await read(input.tenantId))?.tier).toBe('basic');
  });

  it.each([
    ['an identity', { CreateApiKey: results.CreateApiKey }],
    ['an API key', { CreateIdentity: results.CreateIdentity }],
  ])('needs %s', async (_what, some) => {
    const { write, read } = await aTable();

    const writing = write(aStepInput(1, { results: some }));

    await expect(writing).rejects.toMatchObject({ name: 'PermanentError' });
    expect(await read(input.tenantId)).toBeUndefined();
  });
});

describe('deleteRoute', () => {
  it('removes the route', async () => {
    const { write, remove, read } = await aTable();
    await write(input);

    await remove(input);

    expect(await read(input.tenantId)).toBeUndefined();
  });

  it('succeeds when there is none', async () => {
    const { remove } = await aTable();

    await expect(remove(input)).resolves.toEqual({});
  });

  it('never removes another owner’s route', async () => {
    const { write, remove, read } = await aTable();
    await write(input);

    await expect(remove(anothers)).resolves.toEqual({});

    expect(await read(input.tenantId)).toEqual(route);
  });
});

describe('deleteRoute of a tenant in use', () => {
  it('leaves the route', async () => {
    const { write, use, remove, read } = await aTable();
    await write(input);
    await use(input, provisionedEventId);

    await expect(remove(input)).rejects.toMatchObject({ name: 'TenantInUse' });

    expect(await read(input.tenantId)).toMatchObject(route);
  });

  it('has nothing to do with another owner’s', async () => {
    const { write, use, remove } = await aTable();
    await write(input);
    await use(input, provisionedEventId);

    await expect(remove(anothers)).resolves.toEqual({});
  });
});

describe('routeReader', () => {
  it('finds nothing of a tenant that has no route', async () => {
    const { read } = await aTable();

    expect(await read(aTenantId(5))).toBeUndefined();
  });
});
