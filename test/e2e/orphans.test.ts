import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aTenantId, aUlid } from '../support/builders.ts';
import { tapBus } from '../support/busTap.ts';
import { belongings, nothing } from '../support/leftovers.ts';
import { orphanage } from '../support/orphanage.ts';
import { type Product, startProduct } from '../support/product.ts';

const TWO_HOURS = 2 * 60 * 60 * 1_000;

const [silo, pool, claimed] = [aTenantId(1), aTenantId(2), aTenantId(3)];
const untagged = aTenantId(4);

describe('the sweep of orphans', () => {
  let product: Product;
  let bus: Awaited<ReturnType<typeof tapBus>>;
  let home: ReturnType<typeof orphanage>;
  let live: string[];
  let failed: string;
  let secondKey: string;
  /** Kind and id of all that is made by hand and nobody's. */
  let orphans: string[];

  const onboarded = async (tenantName: string, tier: string) => {
    const adminEmail = `admin@${tenantName.toLowerCase()}.example`;
    const { registrationId } = await product.register({ tenantName, adminEmail, tier });
    return product.settled(registrationId);
  };

  const failedRun = async (): Promise<string> => {
    const { OnboardingStateMachineArn: stateMachineArn } = product.outputs;
    const list = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'FAILED' });
    const [run] = (await new SFNClient(product.sdk).send(list)).executions ?? [];
    return run?.name ?? '';
  };

  const belongingsOfAll = (tenants: readonly string[]) =>
    Promise.all(tenants.map((tenantId) => belongings(product, tenantId)));

  const swept = async (remove: boolean) => {
    const { found, ...rest } = await home.sweepIn(TWO_HOURS, remove);
    return { found: found.map(({ kind, id }) => `${kind} ${id}`).sort(), ...rest };
  };

  const eventsOf = async () =>
    (await bus.read()).filter((event) => event['detail-type'] === 'OrphansFound');

  beforeAll(async () => {
    product = await startProduct();
    bus = await tapBus(product);
    const basic = await onboarded('Basic', 'basic');
    const platinum = await onboarded('Platinum', 'platinum');
    live = [basic.tenantId, platinum.tenantId];
    const fault = { error: 'ValidationException', when: 'before', times: 1 } as const;
    product.fault({ service: 'apigateway', operation: 'CreateApiKey', ...fault });
    failed = (await onboarded('Failed', 'basic')).tenantId;
    const { userPoolId } = await product.signInOf('Basic');
    home = orphanage(product, userPoolId);
    const ownPool = (await product.signInOf('Platinum')).userPoolId;
    const { made } = home;
    const ownerless = await made.userPool(silo);
    secondKey = await made.apiKey(basic.tenantId);
    orphans = [
      `userPool ${ownerless}`,
      `appClient ${await made.appClient(silo, ownerless)}`,
      `appClient ${await made.appClient(pool, userPoolId)}`,
      `appClient ${await made.appClient(basic.tenantId, userPoolId)}`,
      `appClient ${await made.appClient(platinum.tenantId, ownPool)}`,
      `userPool ${await made.userPool(platinum.tenantId)}`,
      `apiKey ${await made.apiKey(pool)}`,
      `apiKey ${secondKey}`,
      `table ${await made.table(silo)}`,
      `table ${await made.table(basic.tenantId)}`,
      `route ${await made.route(failed, await failedRun())}`,
      `claim ${await made.claim('name#lost', aUlid(1))}`,
    ].sort();
    await made.claim(`tenant#${claimed}`, aUlid(1));
    await made.userPool(untagged, false);
    await made.apiKey(untagged, {});
    await bus.read();
  }, 90_000);
  afterAll(() => product.stop());

  it('reports what nobody owns, of each kind, and leaves it', async () => {
    const before = await belongingsOfAll([silo, pool, claimed, failed, ...live]);

    expect(await swept(false)).toEqual({
      found: orphans,
      removed: 0,
      // The route that was made by hand names no key.
      detached: [{ tenantId: failed, apiKeyId: expect.any(String) }],
      complete: true,
      measured: expect.arrayContaining([
        ['Orphans', orphans.length],
        ['DetachedKeys', 1],
      ]),
    });
    expect(await belongingsOfAll([silo, pool, claimed, failed, ...live])).toEqual(before);
  });

  it('tells of each tenant’s by one event', async () => {
    const events = await eventsOf();
    const tenants = events.map(({ detail }) => detail.metadata.tenantId).sort();

    expect(tenants).toEqual([silo, pool, claimed, failed, ...live].sort());
    for (const { detail } of events) expect(detail).toMatchObject({ data: { removed: false } });
  });

  it('leaves what is younger than an hour, whoever asks', async () => {
    const { found } = await home.sweep({ remove: true });

    // Claims are as old as their owner's eventId, and these are long past.
    expect(found.map(({ kind }) => kind)).toEqual(['claim']);
    orphans = orphans.filter((orphan) => !orphan.startsWith('claim'));
    await eventsOf();
  });

  it('removes it when told to, and nothing that a tenant uses', async () => {
    const [routedKey] = (await home.keysOf(live[0] ?? '')).filter((id) => id !== secondKey);

    expect(await swept(true)).toEqual({
      found: orphans,
      removed: orphans.length,
      detached: [],
      complete: true,
      measured: expect.arrayContaining([
        ['Orphans', 0],
        ['DetachedKeys', 0],
      ]),
    });
    expect(await belongingsOfAll([silo, pool, claimed, failed])).toEqual([
      nothing,
      nothing,
      nothing,
      nothing,
    ]);
    expect(await home.keysOf(live[0] ?? '')).toEqual([routedKey]);
    expect(await belongingsOfAll(live)).toMatchObject([
      { pools: [], clients: [expect.any(String)], tables: [], keys: [expect.any(String)] },
      {
        pools: [expect.any(String)],
        clients: [expect.any(String)],
        tables: [expect.any(String)],
        keys: [expect.any(String)],
      },
    ]);
    for (const { detail } of await eventsOf()) {
      expect(detail).toMatchObject({ data: { removed: true } });
    }
  });

  it('leaves what is not tagged as the tenant’s', async () => {
    expect(await swept(true)).toMatchObject({ found: [], removed: 0, complete: true });
    expect(await belongings(product, untagged)).toMatchObject({
      pools: [expect.any(String)],
      keys: [expect.any(String)],
    });
  });

  it('lets live tenants sign in', async () => {
    expect(await product.firstSignIn('Basic', 'admin@basic.example')).not.toBe('');
    expect(await product.firstSignIn('Platinum', 'admin@platinum.example')).not.toBe('');
  });
});
