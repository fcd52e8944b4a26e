import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  crookedRequests,
  foreignRequests,
  neverMade,
  ownRequests,
  type Scene,
  ungranted,
} from '../support/isolation/isolationAttacks.ts';
import { ALLOWED, each, outcomeOf, outcomes } from '../support/isolation/isolationOperations.ts';
import { SETUP_MS } from '../support/isolation/isolationPeople.ts';
import { isolationSessions, type SessionKeys } from '../support/isolation/isolationSessions.ts';
import { isolationTables } from '../support/isolation/isolationTables.ts';
import { type Product, startProduct } from '../support/product.ts';

const DENIED = 'AccessDeniedException';

const keyOf = (pk: string, sk = 'product#01') => ({ pk: { S: pk }, sk: { S: sk } });

/** Partition keys that are not the tenant's, however much they look like it. */
const lookalikes: [string, (own: string, other: string) => string][] = [
  ['another tenant’s', (_, other) => `${other}#0`],
  ['an id that goes on', (own) => `${own}0#0`],
  ['an id that ends early', (own) => `${own.slice(0, -1)}#0`],
  ['the id in upper case', (own) => `${own.toUpperCase()}#0`],
  ['the id alone', (own) => own],
  ['no shard', (own) => `${own}#`],
  ['shard 10', (own) => `${own}#10`],
  ['shard 00', (own) => `${own}#00`],
  ['shard -1', (own) => `${own}#-1`],
  ['a shard and more', (own) => `${own}#0#0`],
  ['a shard and a space', (own) => `${own}#0 `],
  ['a space before', (own) => ` ${own}#0`],
  ['both tenants’', (own, other) => `${own}#0,${other}#0`],
  ['*', () => '*'],
  ['* for an id', () => '*#0'],
  ['* for a shard', (own) => `${own}#*`],
  ['? for a shard', (own) => `${own}#?`],
  ['? in the id', (own) => `${own.slice(0, -1)}?#0`],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's, as an attacker's text
  ['IAM’s variable', () => '${aws:PrincipalTag/TenantId}#0'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's, as an attacker's text
  ['IAM’s star', () => '${*}#0'],
];

describe('a tenant’s session', () => {
  let product: Product;
  let tables: Awaited<ReturnType<typeof isolationTables>>;
  let sessions: Awaited<ReturnType<typeof isolationSessions>>;
  /** Two pool tenants and two silo ones. */
  let ids: Record<'acme' | 'initech' | 'globex' | 'umbrella', string>;
  let acme: DynamoDBClient;
  let globex: DynamoDBClient;

  const clientWith = (credentials: SessionKeys) =>
    new DynamoDBClient({ ...product.sdk, credentials, maxAttempts: 1 });
  const clientOf = async (tenantId: string) => clientWith(await sessions.tenantKeys(tenantId));

  const onboard = async (tenantName: string, tier: string) => {
    const signUp = { tenantName, adminEmail: `admin@${tenantName}.example`, tier };
    const { registrationId, tenantId } = await product.register(signUp);
    expect(await product.settled(registrationId)).toMatchObject({ status: 'active' });
    return tenantId;
  };

  const scene = (client = acme): Scene => ({
    client,
    TableName: tables.pooled,
    mine: `${ids.acme}#0`,
    theirs: `${ids.initech}#0`,
  });

  beforeAll(async () => {
    product = await startProduct();
    ids = {
      acme: await onboard('Acme', 'basic'),
      initech: await onboard('Initech', 'basic'),
      globex: await onboard('Globex', 'platinum'),
      umbrella: await onboard('Umbrella', 'platinum'),
    };
    tables = await isolationTables(product);
    sessions = await isolationSessions(product);
    [acme, globex] = [await clientOf(ids.acme), await clientOf(ids.globex)];
  }, SETUP_MS);
  afterAll(() => product.stop());

  describe('of the pool', () => {
    it.each(Array.from({ length: 10 }, (_, shard) => shard))(
      'reads and writes its own shard %i',
      async (shard) => {
        const key = keyOf(`${ids.acme}#${shard}`);

        expect(await outcomes(acme, tables.pooled, key)).toEqual(each(ALLOWED));
      },
    );

    it.each(lookalikes)('neither reads nor writes %s', async (_name, pk) => {
      const key = keyOf(pk(ids.acme, ids.initech));

      expect(await outcomes(acme, tables.pooled, key)).toEqual(each(DENIED));
      expect(await outcomes(tables.root, tables.pooled, key)).toEqual(each(ALLOWED));
    });

    it.each(Object.entries(ownRequests))('may on its own key: %s', async (_name, request) => {
      expect(await outcomeOf(request(scene()))).toBe(ALLOWED);
    });

    it.each(Object.entries(foreignRequests))(
      'may not on another tenant’s key: %s',
      async (_name, request) => {
        const theirs = { ...keyOf(`${ids.initech}#0`, 'product#attack'), name: { S: 'theirs' } };
        const { root, pooled: TableName } = tables;
        await root.send(new PutItemCommand({ TableName, Item: theirs }));

        const outcome = await outcomeOf(request(scene()));

        const Key = keyOf(`${ids.initech}#0`, 'product#attack');
        const { Item } = await root.send(new GetItemCommand({ TableName, Key }));
        expect(outcome).toBe(DENIED);
        expect(Item).toEqual(theirs);
      },
    );

    it.each(Object.entries(crookedRequests))('may not query %s', async (_name, request) => {
      expect([DENIED, 'ValidationException']).toContain(await outcomeOf(request(scene())));
    });

    it('may do nothing without a partition key', async () => {
      const keyless = { other: { S: `${ids.acme}#0` }, sk: { S: 'product#01' } };

      expect(await outcomes(acme, tables.pooled, keyless)).toEqual(each(DENIED));
      expect(await outcomes(acme, tables.pooled, keyOf(`${ids.acme}#0`))).toEqual(each(ALLOWED));
    });

    it.each(Object.entries(ungranted))('may never: %s', async (_name, request) => {
      expect(await outcomeOf(request(scene()))).toBe(DENIED);
      expect(await outcomeOf(request(scene(tables.root)))).toBe(ALLOWED);
    });

    it.each(Object.entries(neverMade))('may never: %s', async (_name, request) => {
      expect([DENIED, 'UnsupportedOperation']).toContain(await outcomeOf(request(scene())));
    });

    it('reaches a silo tenant’s table by no key', async () => {
      const table = await tables.routeOf(ids.globex, 'tableName');

      for (const id of [ids.acme, ids.globex]) {
        expect(await outcomes(acme, table, keyOf(`${id}#0`))).toEqual(each(DENIED));
      }
      expect(await outcomes(globex, table, keyOf(`${ids.globex}#0`))).toEqual(each(ALLOWED));
    });
  });

  describe('of a silo', () => {
    it('reads and writes its own table', async () => {
      const table = await tables.routeOf(ids.globex, 'tableName');

      const found = await outcomes(globex, table, keyOf(`${ids.globex}#0`));

      expect(found).toEqual(each(ALLOWED));
    });

    it.each([
      ['another silo’s table', (_own: string, other: string) => other],
      ['another silo’s table by its ARN', (_own: string, other: string) => `arn:${other}`],
      ['a table whose name goes on', (own: string) => `${own}0`],
      ['a table whose name ends early', (own: string) => own.slice(0, -1)],
    ])('reaches not %s', async (_name, tableOf) => {
      const own = await tables.routeOf(ids.globex, 'tableName');
      const other = await tables.routeOf(ids.umbrella, 'tableName');
      const named = tableOf(own, other).replace(
        'arn:',
        `arn:aws:dynamodb:us-east-1:${product.engine.accountId}:table/`,
      );

      expect(await outcomes(globex, named, keyOf(`${ids.globex}#0`))).toEqual(each(DENIED));
      expect(await outcomes(await clientOf(ids.umbrella), other, keyOf('any'))).toEqual(
        each(ALLOWED),
      );
    });

    it('reaches no pool tenant’s rows', async () => {
      const key = keyOf(`${ids.acme}#0`);

      expect(await outcomes(globex, tables.pooled, key)).toEqual(each(DENIED));
      expect(await outcomes(acme, tables.pooled, key)).toEqual(each(ALLOWED));
    });
  });

  const clients: [string, () => DynamoDBClient][] = [
    ['a pool', () => acme],
    ['a silo', () => globex],
  ];
  const controlTables = ['RoutingTable', 'Claims', 'Registrations', 'Members'];

  it.each(
    controlTables.flatMap((table) => clients.map(([whose, client]) => ({ table, whose, client }))),
  )('of $whose reaches not the control plane’s $table', async ({ table, client }) => {
    const TableName = tables.names.find((name) => name.includes(table)) ?? '';
    const { Table } = await tables.root.send(new DescribeTableCommand({ TableName }));
    const names = Table?.KeySchema?.map(({ AttributeName = '' }) => AttributeName) ?? [];

    for (const value of [`${ids.acme}#0`, ids.acme]) {
      const key = Object.fromEntries(names.map((name) => [name, { S: value }]));
      expect(await outcomes(client(), TableName, key)).toEqual(each(DENIED));
    }
    const harmless = Object.fromEntries(names.map((name) => [name, { S: 'control' }]));
    expect(await outcomes(tables.root, TableName, harmless)).toEqual(each(ALLOWED));
  });

  it.each([/Products/, /Orders/, /IdentityAuthorize/])(
    'has what the function %s itself has not',
    async (pattern) => {
      const bare = clientWith(await sessions.keysOf(pattern));
      const key = keyOf(`${ids.acme}#0`);

      expect(await outcomes(bare, tables.pooled, key)).toEqual(each(DENIED));
      expect(await outcomes(acme, tables.pooled, key)).toEqual(each(ALLOWED));
    },
  );
});
