import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { orders } from '../../services/app-plane/orders.ts';
import { products } from '../../services/app-plane/products.ts';
import { tenantSessions } from '../../services/app-plane/tenantSession.ts';
import { aTenantId } from '../support/builders.ts';
import { ALLOWED, each, outcomeOf, outcomes } from '../support/isolation/isolationOperations.ts';
import { SETUP_MS } from '../support/isolation/isolationPeople.ts';
import { isolationSessions } from '../support/isolation/isolationSessions.ts';
import { isolationTables } from '../support/isolation/isolationTables.ts';
import { type Product, startProduct } from '../support/product.ts';

const [OWN, OTHER] = [aTenantId(1), aTenantId(2)];

const tag = (Key: string, Value: string) => ({ Key, Value });
const own = tag('TenantId', OWN);

let product: Product;
let sessions: Awaited<ReturnType<typeof isolationSessions>>;
let tables: Awaited<ReturnType<typeof isolationTables>>;

beforeAll(async () => {
  product = await startProduct();
  sessions = await isolationSessions(product);
  tables = await isolationTables(product);
  // For the product's own code, which runs here as in a function.
  process.env['AWS_ENDPOINT_URL'] = product.engine.endpoint;
  process.env['AWS_REGION'] = product.engine.region;
}, SETUP_MS);
afterAll(() => product.stop());

describe('the tenant-access role', () => {
  it.each([/Products/, /Orders/])('is given to the function %s with a tenant', async (pattern) => {
    const keys = await sessions.assume(await sessions.keysOf(pattern), { Tags: [own] });

    const client = new DynamoDBClient({ ...product.sdk, credentials: keys });
    const key = { pk: { S: `${OWN}#0` }, sk: { S: 'product#01' } };
    expect(await outcomes(client, tables.pooled, key)).toEqual(each(ALLOWED));
  });

  const DENIED = 'AccessDenied';
  const INVALID = 'ValidationError';

  it.each([
    ['no tag', {}, DENIED],
    ['no tags in the list', { Tags: [] }, DENIED],
    ['another tag alone', { Tags: [tag('Tenant', OWN)] }, DENIED],
    ['the tag in lower case', { Tags: [tag('tenantid', OWN)] }, DENIED],
    ['a further tag', { Tags: [own, tag('Role', 'SystemAdmin')] }, DENIED],
    ['a further tag before', { Tags: [tag('Aaa', OTHER), own] }, DENIED],
    ['the tag twice, spelt otherwise', { Tags: [own, tag('tenantId', OTHER)] }, DENIED],
    ['a transitive key that is no tag', { TransitiveTagKeys: ['TenantId'] }, DENIED],
    ['a transitive key more', { Tags: [own], TransitiveTagKeys: ['Role'] }, INVALID],
    ['the tag twice', { Tags: [own, tag('TenantId', OTHER)] }, INVALID],
    ['* for a tenant', { Tags: [tag('TenantId', '*')] }, INVALID],
    ['? for a tenant', { Tags: [tag('TenantId', `${OWN.slice(0, -1)}?`)] }, INVALID],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's, as an attacker's text
    ['a variable for a tenant', { Tags: [tag('TenantId', '${aws:userid}')] }, INVALID],
  ])('is refused for %s', async (_name, more, error) => {
    const keys = await sessions.keysOf(/Products/);

    expect(await outcomeOf(sessions.assume(keys, more))).toBe(error);
    expect(await outcomeOf(sessions.assume(keys, { Tags: [own] }))).toBe(ALLOWED);
  });

  const outsiders: [string, () => ReturnType<typeof sessions.outsider>][] = [
    ['a role that may do everything', () => sessions.outsider()],
    ['the authorizer', () => sessions.keysOf(/IdentityAuthorize/)],
    ['the users function', () => sessions.keysOf(/IdentityUsers/)],
    ['the registration function', () => sessions.keysOf(/RegistrationRegiste/)],
    ['a session of the role itself', () => sessions.tenantKeys(OWN)],
    [
      'a session that hands its tag on',
      async () =>
        sessions.assume(await sessions.keysOf(/Products/), {
          Tags: [own],
          TransitiveTagKeys: ['TenantId'],
        }),
    ],
  ];

  it.each(outsiders)('is refused to %s, with and without a tenant', async (_name, keysOf) => {
    const keys = await keysOf();

    for (const more of [{}, { Tags: [own] }, { Tags: [tag('TenantId', OTHER)] }]) {
      expect(await outcomeOf(sessions.assume(keys, more))).toBe(DENIED);
    }
  });

  it('is refused to keys of nobody', async () => {
    const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x', sessionToken: 'y' };

    expect(await outcomeOf(sessions.assume(keys, { Tags: [own] }))).not.toBe(ALLOWED);
  });
});

type Request = (client: DynamoDBDocumentClient, TableName: string) => Promise<unknown>;

const Key = { pk: `${OWN}#0`, sk: 'product#01' };
const requests: Record<string, Request> = {
  GetItem: (client, TableName) => client.send(new GetCommand({ TableName, Key })),
  Query: (client, TableName) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': Key.pk },
      }),
    ),
  PutItem: (client, TableName) => client.send(new PutCommand({ TableName, Item: Key })),
  DeleteItem: (client, TableName) => client.send(new DeleteCommand({ TableName, Key })),
};

describe('tenantSessions', () => {
  /** The client that a handler would get. */
  const clientFor = async (
    resource: typeof products,
    userRole: 'TenantAdmin' | 'TenantUser',
    tableName = tables.pooled,
  ) => {
    const credentials = await sessions.keysOf(/Products/);
    const sts = new STSClient({ ...product.sdk, credentials });
    const access = {
      roleArn: sessions.roleArn,
      region: product.engine.region,
      actions: resource.actions,
    };
    return tenantSessions(sts, access)({ tenantId: OWN, userRole, tableName });
  };

  it.each([
    { resource: products, userRole: 'TenantAdmin', allowed: Object.keys(requests) },
    { resource: products, userRole: 'TenantUser', allowed: ['GetItem', 'Query'] },
    { resource: orders, userRole: 'TenantAdmin', allowed: Object.keys(requests) },
    { resource: orders, userRole: 'TenantUser', allowed: ['GetItem', 'Query', 'PutItem'] },
  ] as const)(
    'narrows a $userRole in $resource.plural to $allowed',
    async ({ resource, userRole, allowed }) => {
      const client = await clientFor(resource, userRole);

      for (const [name, request] of Object.entries(requests)) {
        const expected = allowed.some((each) => each === name) ? ALLOWED : 'AccessDeniedException';
        expect([name, await outcomeOf(request(client, tables.pooled))]).toEqual([name, expected]);
      }
    },
  );

  it('narrows to the caller’s table, even where the role would admit another', async () => {
    const elsewhere = await clientFor(products, 'TenantAdmin', `dev-tenant-${OWN}`);
    const here = await clientFor(products, 'TenantAdmin');
    const request = requests['GetItem'];

    expect(await outcomeOf(request?.(elsewhere, tables.pooled) ?? Promise.resolve())).toBe(
      'AccessDeniedException',
    );
    expect(await outcomeOf(request?.(here, tables.pooled) ?? Promise.resolve())).toBe(ALLOWED);
  });
});
