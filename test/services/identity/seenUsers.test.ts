import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aMember, aTenantId, aUsername } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import {
  ada,
  bob,
  bobElsewhere,
  callers,
  stranger,
  user,
  usersApiOn,
} from '../../support/usersApi.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const usersApi = usersApiOn(() => engine);

const bodyOf = (answer: { body: string }) => JSON.parse(answer.body);

describe('listUsers', () => {
  const usernamesIn = (answer: { body: string }): string[] =>
    bodyOf(answer).users.map(({ username }: { username: string }) => username);

  it('lists the users of the admin’s own tenant', async () => {
    const answer = await (await usersApi()).call(callers.TenantAdmin, 'GET /users');

    expect(answer.statusCode).toBe(200);
    expect(usernamesIn(answer)).toEqual([ada, bob, user].map(({ username }) => username));
  });

  it('lists the tenant that an admin names, which is its own', async () => {
    const query = { tenantId: aTenantId(1) };

    const answer = await (await usersApi()).call(callers.TenantAdmin, 'GET /users', { query });

    expect(usernamesIn(answer)).toContain(ada.username);
  });

  it.each([aTenantId(2), aTenantId(8)])(
    'answers 403 to an admin who names the tenant %s, by name',
    async (tenantId) => {
      const query = { tenantId };

      const answer = await (await usersApi()).call(callers.TenantAdmin, 'GET /users', { query });

      expect(answer.statusCode).toBe(403);
      expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
    },
  );

  it('lists the tenant that an operator names', async () => {
    const query = { tenantId: aTenantId(2) };

    const answer = await (await usersApi()).call(callers.SystemAdmin, 'GET /users', { query });

    expect(usernamesIn(answer)).toEqual([stranger.username]);
  });

  it.each([
    ['SystemAdmin', undefined, 400],
    ['SystemAdmin', aTenantId(8), 404],
    ['SystemAdmin', 'nonsense', 400],
    ['TenantUser', undefined, 403],
    ['TenantUser', aTenantId(1), 403],
  ] as const)('answers a %s who names %s with the status %s', async (role, tenantId, status) => {
    const query = tenantId === undefined ? {} : { tenantId };

    const answer = await (await usersApi()).call(callers[role], 'GET /users', { query });

    expect(answer.statusCode).toBe(status);
  });

  it('pages to the end by its own tokens', async () => {
    const { call } = await usersApi();
    const page = (query: object) => call(callers.TenantAdmin, 'GET /users', { query });

    const first = await page({ limit: '2' });
    const second = await page({ limit: '2', nextToken: bodyOf(first).nextToken });

    expect(usernamesIn(first)).toEqual([ada.username, bob.username]);
    expect(usernamesIn(second)).toEqual([user.username]);
    expect(bodyOf(second).nextToken).toBeUndefined();
  });

  it.each(['', 'x', '!!!', Buffer.from('zzz').toString('base64url'), 'A'.repeat(1_999)])(
    'answers 400 to a nextToken that no list gave: %#',
    async (nextToken) => {
      const answer = await (await usersApi()).call(callers.TenantAdmin, 'GET /users', {
        query: { nextToken },
      });

      expect(answer.statusCode).toBe(400);
      expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['nextToken']);
    },
  );

  it('says who has signed in to the tenant and who is invited, and asks Cognito nothing', async () => {
    const find = () => Promise.reject(new Error('asked Cognito'));
    const nobody = { find, deleteUser: find, changeAddress: find };
    const cognito = { ...nobody, inviteAgain: find, dropSecondFactor: find };
    const { call, join } = await usersApi({ cognito });
    await join(aMember(5, { joined: false, enabled: false }));

    const { users } = bodyOf(await call(callers.TenantAdmin, 'GET /users'));

    const shown = users.map(({ status, enabled }: Record<string, unknown>) => [status, enabled]);
    expect(shown).toEqual([
      ['joined', true],
      ['joined', true],
      ['joined', true],
      ['invited', false],
    ]);
  });

  it('leaves out a user whose removal has begun', async () => {
    const { call, leave } = await usersApi();
    await leave(user);

    const answer = await call(callers.TenantAdmin, 'GET /users');

    expect(answer.statusCode).toBe(200);
    expect(usernamesIn(answer)).toEqual([ada.username, bob.username]);
  });
});

describe('getUser', () => {
  it.each([
    ['SystemAdmin', ada.username, 200],
    ['SystemAdmin', stranger.username, 200],
    ['SystemAdmin', aUsername(99), 404],
    ['TenantAdmin', user.username, 200],
    ['TenantAdmin', stranger.username, 404],
    ['TenantAdmin', bob.username, 200],
    ['TenantAdmin', aUsername(99), 404],
    ['TenantUser', user.username, 200],
    ['TenantUser', ada.username, 403],
    ['TenantUser', stranger.username, 403],
    ['TenantUser', aUsername(99), 403],
  ] as const)('answers a %s who asks for %s with the status %s', async (role, username, status) => {
    const params = { username };

    const answer = await (await usersApi()).call(callers[role], 'GET /users/{username}', {
      params,
    });

    expect(answer.statusCode).toBe(status);
  });

  it('shows no more than is meant for callers', async () => {
    const { username, email: address } = user;

    const answer = await (await usersApi()).call(callers.TenantUser, 'GET /users/{username}', {
      params: { username },
    });

    expect(bodyOf(answer)).toEqual({
      username,
      email: address,
      role: 'TenantUser',
      enabled: true,
      status: 'joined',
    });
  });

  it('shows an international domain as people type it', async () => {
    const { call, join } = await usersApi();
    const carla = aMember(5, { email: 'carla@xn--bcher-kva.example' });
    await join(carla);
    const params = { username: carla.username };

    const answer = await call(callers.TenantAdmin, 'GET /users/{username}', { params });

    expect(bodyOf(answer).email).toBe('carla@bücher.example');
  });

  it('answers 404 for a user whose removal has begun', async () => {
    const { call, leave } = await usersApi();
    await leave(user);
    const params = { username: user.username };

    const answer = await call(callers.TenantAdmin, 'GET /users/{username}', { params });

    expect(answer.statusCode).toBe(404);
  });
});

describe('getUser, of a member of several tenants', () => {
  const params = { username: bob.username };
  const get = async (role: keyof typeof callers, tenantId?: string) => {
    const query = tenantId === undefined ? {} : { tenantId };
    const { call } = await usersApi();
    return call(callers[role], 'GET /users/{username}', { params, query });
  };

  it('shows an admin the membership of the admin’s own tenant', async () => {
    expect(bodyOf(await get('TenantAdmin'))).toMatchObject({
      role: 'TenantAdmin',
      status: 'joined',
    });
  });

  it.each([bob, bobElsewhere])('shows an operator that of the tenant $tenantId', async (member) => {
    const { role, joined } = member;
    const status = joined ? 'joined' : 'invited';

    expect(bodyOf(await get('SystemAdmin', member.tenantId))).toMatchObject({ role, status });
  });

  it('answers 400 to an operator who names no tenant', async () => {
    const answer = await get('SystemAdmin');

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
  });

  it('answers 404 to an operator who names a tenant that the user is no member of', async () => {
    expect((await get('SystemAdmin', aTenantId(2))).statusCode).toBe(404);
  });

  it('answers 403 to an admin who names another tenant, even one that the user is a member of', async () => {
    const answer = await get('TenantAdmin', bobElsewhere.tenantId);

    expect(answer.statusCode).toBe(403);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
  });
});
