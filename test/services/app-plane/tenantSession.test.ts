import { type AssumeRoleCommandOutput, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from '@jest/globals';
import { orders } from '../../../services/app-plane/orders.ts';
import { products } from '../../../services/app-plane/products.ts';
import type { Resource } from '../../../services/app-plane/resource.ts';
import { tenantSessions } from '../../../services/app-plane/tenantSession.ts';
import type { Caller } from '../../../services/shared/caller.ts';
import {
  sessionPolicy,
  type TableAction,
} from '../../../services/shared/tenantAccess/sessionPolicy.ts';
import { aTenantId } from '../../support/builders.ts';
import { aCaller } from '../../support/proxyEvent.ts';

const roleArn = 'arn:aws:iam::000000000000:role/access';
const tableArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/pooled';

const output: AssumeRoleCommandOutput = {
  $metadata: {},
  Credentials: {
    AccessKeyId: 'id',
    SecretAccessKey: 'secret',
    SessionToken: 'token',
    Expiration: new Date('2100-01-01T00:00:00.000Z'),
  },
};

/** Sessions of a resource, with what STS is asked for them. */
const setUp = (resource: Resource = products) => {
  const asked: object[] = [];
  const sts = new STSClient({ region: 'us-east-1' });
  sts.middlewareStack.add(
    () =>
      async ({ input }) => {
        asked.push(input);
        return { response: {}, output };
      },
    { step: 'initialize' },
  );
  const { actions } = resource;
  return { asked, session: tenantSessions(sts, { roleArn, region: 'us-east-1', actions }) };
};

const aUser = (n = 1): Caller => ({ ...aCaller(n), userRole: 'TenantUser' });

describe('tenantSessions', () => {
  it('asks for a session that is tagged with the tenant, and with nothing else', async () => {
    const { session, asked } = setUp();

    await session(aCaller(1)).config.credentials();

    expect(asked).toMatchObject([
      {
        RoleArn: roleArn,
        RoleSessionName: aTenantId(1),
        Tags: [{ Key: 'TenantId', Value: aTenantId(1) }],
      },
    ]);
  });

  const narrowed: [string, Resource, Caller, TableAction[]][] = [
    [
      'an admin, of products',
      products,
      aCaller(1),
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'],
    ],
    [
      'an admin, of orders',
      orders,
      aCaller(1),
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'],
    ],
    ['a user, of products', products, aUser(1), ['GetItem', 'Query']],
    ['a user, of orders', orders, aUser(1), ['GetItem', 'Query', 'PutItem']],
  ];

  it.each(narrowed)('narrows the session of %s', async (_who, resource, caller, actions) => {
    const { session, asked } = setUp(resource);

    await session(caller).config.credentials();

    expect(asked).toMatchObject([{ Policy: JSON.stringify(sessionPolicy(tableArn, actions)) }]);
  });

  it('narrows the session to the caller’s own table', async () => {
    const { session, asked } = setUp();

    await session({ ...aCaller(1), tableName: 'silo' }).config.credentials();

    expect(asked).toMatchObject([{ Policy: expect.stringContaining(':table/silo"') }]);
  });

  it('keeps a caller’s session', () => {
    const { session } = setUp();

    const colleague: Caller = { ...aCaller(1), userName: 'grace' };

    expect(session(colleague)).toBe(session(aCaller(1)));
  });

  it.each([
    ['tenant', aCaller(2)],
    ['role', aUser(1)],
    ['table', { ...aCaller(1), tableName: 'silo' }],
  ])('never shares a session with another %s', (_what, other) => {
    const { session } = setUp();

    expect(session(other)).not.toBe(session(aCaller(1)));
  });

  it('forgets the session that was used least recently, above a hundred', () => {
    const { session } = setUp();
    const first = session(aCaller(1));
    const second = session(aCaller(2));
    for (let n = 3; n <= 100; n += 1) session(aCaller(n));
    session(aCaller(1));

    session(aCaller(101));

    expect(session(aCaller(1))).toBe(first);
    expect(session(aCaller(2))).not.toBe(second);
  });
});
