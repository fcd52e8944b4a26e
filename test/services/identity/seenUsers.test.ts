import { describe, expect, it } from '@jest/globals';
import { aTenantId, aUsername } from '../../support/builders.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import { ada, bob, callers, stranger, user, usersApi } from '../../support/usersApi.ts';

const bodyOf = (answer: { body: string }) => JSON.parse(answer.body);

describe('listUsers', () => {
  const usernamesIn = (answer: { body: string }): string[] =>
    bodyOf(answer).users.map(({ username }: { username: string }) => username);

  it('lists the users of the admin’s own tenant', async () => {
    const answer = await usersApi().call(callers.TenantAdmin, 'GET /users');

    expect(answer.statusCode).toBe(200);
    expect(usernamesIn(answer)).toEqual([ada, bob, user].map(({ username }) => username));
  });

  it('refuses an admin who names another tenant', async () => {
    const query = { tenantId: aTenantId(2) };

    const answer = await usersApi().call(callers.TenantAdmin, 'GET /users', { query });

    expect(answer.statusCode).toBe(403);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
  });

  it('lists the tenant that an operator names', async () => {
    const query = { tenantId: aTenantId(2) };

    const answer = await usersApi().call(callers.SystemAdmin, 'GET /users', { query });

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

    const answer = await usersApi().call(callers[role], 'GET /users', { query });

    expect(answer.statusCode).toBe(status);
  });

  it('pages to the end by its own tokens', async () => {
    const { call } = usersApi();
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
      const answer = await usersApi().call(callers.TenantAdmin, 'GET /users', {
        query: { nextToken },
      });

      expect(answer.statusCode).toBe(400);
      expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['nextToken']);
    },
  );

  it('leaves out a user whom Cognito has lost, and one whose deletion has begun', async () => {
    const { call, kept, known } = usersApi();
    known.delete(bob.username);
    kept.set(user.username, { ...user, leaving: true });

    const answer = await call(callers.TenantAdmin, 'GET /users');

    expect(answer.statusCode).toBe(200);
    expect(usernamesIn(answer)).toEqual([ada.username]);
  });
});

describe('getUser', () => {
  it.each([
    ['SystemAdmin', ada.username, 200],
    ['SystemAdmin', stranger.username, 200],
    ['SystemAdmin', aUsername(99), 404],
    ['TenantAdmin', user.username, 200],
    ['TenantAdmin', stranger.username, 403],
    ['TenantAdmin', aUsername(99), 404],
    ['TenantUser', user.username, 200],
    ['TenantUser', ada.username, 403],
    ['TenantUser', stranger.username, 403],
    ['TenantUser', aUsername(99), 403],
  ] as const)('answers a %s who asks for %s with the status %s', async (role, username, status) => {
    const params = { username };

    const answer = await usersApi().call(callers[role], 'GET /users/{username}', { params });

    expect(answer.statusCode).toBe(status);
  });

  it('shows no more than is meant for callers', async () => {
    const { username, email: address } = user;

    const answer = await usersApi().call(callers.TenantUser, 'GET /users/{username}', {
      params: { username },
    });

    expect(bodyOf(answer)).toEqual({
      username,
      email: address,
      role: 'TenantUser',
      enabled: true,
      status: 'CONFIRMED',
    });
  });

  it('answers 404 for a user whom Cognito has lost', async () => {
    const { call, known } = usersApi();
    known.delete(bob.username);

    const answer = await call(callers.TenantAdmin, 'GET /users/{username}', {
      params: { username: bob.username },
    });

    expect(answer.statusCode).toBe(404);
  });
});
