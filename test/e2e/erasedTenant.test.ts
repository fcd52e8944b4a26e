import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Clock, systemClock } from '../../engine/kernel/clock.ts';
import { type BusEvent, tapBus } from '../support/busTap.ts';
import { type Cli, cliFor } from '../support/cliRun.ts';
import { deployedFunctions } from '../support/deployedFunctions.ts';
import {
  isolationPeople,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';

/** How long the saga waits until nobody acts on a route as it was before; its timer may be set a moment later. */
const SETTLES_MS = 90_000;
const MOMENT_MS = 1_000;

const isSettling = (milliseconds: number): boolean =>
  milliseconds <= SETTLES_MS && milliseconds > SETTLES_MS - MOMENT_MS;

/** Real time, in which that wait is short. */
const clock: Clock = {
  now: systemClock.now,
  after: (milliseconds, run) =>
    systemClock.after(isSettling(milliseconds) ? 100 : milliseconds, run),
};

describe('a tenant that leaves', () => {
  let product: Product;
  let people: People;
  let token: string;
  let cli: Cli;
  let tap: Awaited<ReturnType<typeof tapBus>>;
  const told: BusEvent[] = [];

  beforeAll(async () => {
    product = await startProduct({ clock });
    people = isolationPeople(product);
    token = (await people.operator()).tokens.id;
    tap = await tapBus(product);
    cli = await cliFor(product);
  }, SETUP_MS);
  afterAll(async () => {
    await product.stop();
    await cli.remove();
  });

  const tables = async (client: DynamoDBClient): Promise<string[]> => {
    const found: string[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
      found.push(...TableNames);
    }
    return found;
  };

  /** Every row of every table. */
  const rows = async (): Promise<string[]> => {
    const client = new DynamoDBClient(product.sdk);
    const found: string[] = [];
    for (const TableName of await tables(client)) {
      for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
        found.push(...Items.map((item) => JSON.stringify(item)));
      }
    }
    return found;
  };

  const answersOf = ({ tenantId }: Tenant) =>
    told
      .filter(({ detail }) => detail.metadata.tenantId === tenantId)
      .filter((event) => event['detail-type'] === 'TenantDataErased')
      .map(({ source }) => source)
      .sort();

  const leave = async (tenant: Tenant, tenantName: string) => {
    const { tenantId } = tenant;
    await people.call('control', `DELETE tenants/${tenantId}/protection`, { token });
    const body = { confirm: tenantName, graceDays: 0 };
    const { status } = await people.call('control', `DELETE tenants/${tenantId}`, { token, body });
    expect(status).toBe(202);
    await until(
      async () => {
        await deployedFunctions(product).invoke('provisioning/offboarding/startLifecycle', {});
        told.push(...(await tap.read()));
        return answersOf(tenant).length >= 3;
      },
      () => told.map((event) => event['detail-type']),
    );
  };

  it.each([
    ['basic', 'Pooled'],
    ['platinum', 'Siloed'],
  ])(
    'of tier %s is forgotten by all services, each of which says so',
    async (tier, tenantName) => {
      const tenant = await people.onboard(tenantName, tier);
      const mail = new RegExp(`@[\\w.-]*${tenantName}`, 'i');
      expect((await rows()).filter((row) => mail.test(row))).not.toEqual([]);

      await leave(tenant, tenantName);

      expect(answersOf(tenant)).toEqual(['identity', 'registration', 'webhooks']);
      const { body } = await people.call('control', `GET registrations/${tenant.registrationId}`);
      expect(body.status).toBe('offboarded');
      const receipt = await cli.run(['tenants', 'erasure', tenant.tenantId]);
      expect(receipt).toMatchObject({ code: 0 });
      expect(receipt.out).toMatch(/^complete +yes$/m);
      expect(receipt.out).toMatch(/^identity +\S+Z: members 2, users 2$/m);
      const gone = await people.call('control', `GET sign-in/${tenantName}`);
      expect(gone.status).toBe(404);
      const left = (await rows()).filter((row) => mail.test(row));
      // A person who is closed is forgotten by the finisher, minutes later.
      expect(left.filter((row) => !row.includes('person#'))).toEqual([]);
    },
    SETUP_MS,
  );
});
