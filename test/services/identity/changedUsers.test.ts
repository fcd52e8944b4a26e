import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { UserPorts } from '../../../services/identity/users.ts';
import { aTenantId } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import {
  ada,
  bob,
  bobElsewhere,
  callers,
  meant,
  rights,
  stranger,
  type UserRole,
  type UsersApi,
  user,
  usersApiOn,
} from '../../support/usersApi.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const usersApi = usersApiOn(() => engine);

const update = (api: UsersApi, role: UserRole, username: string, body: unknown, query = {}) =>
  api.call(callers[role], 'PUT /users/{username}', { params: { username }, body, query });

const remove = (api: UsersApi, role: UserRole, username: string, query = {}) =>
  api.call(callers[role], 'DELETE /users/{username}', { params: { username }, query });

const tenantId = aTenantId(1);

describe('updateUser', () => {
  it.each(rights)('by a %s, of %s: %s', async (role, username, refusal) => {
    const api = await usersApi();
    const before = await api.get(meant(username));

    const answer = await update(api, role, username, { enabled: false });

    expect(answer.statusCode).toBe(refusal || 200);
    const after = await api.get(meant(username));
    expect(after).toEqual(refusal ? before : { ...before, enabled: false });
  });

  it.each([
    [{ role: 'TenantUser' }, { role: 'TenantUser', enabled: true }],
    [{ enabled: false }, { role: 'TenantAdmin', enabled: false }],
    [
      { role: 'TenantUser', enabled: false },
      { role: 'TenantUser', enabled: false },
    ],
  ])('makes of an enabled admin by %j: %j', async (body, expected) => {
    const api = await usersApi();

    const answer = await update(api, 'TenantAdmin', bob.username, body);

    expect(JSON.parse(answer.body)).toMatchObject({ username: bob.username, ...expected });
    expect(await api.get(bob)).toEqual({ ...bob, ...expected });
  });

  it.each([
    ['demote', { role: 'TenantUser' }],
    ['disable', { enabled: false }],
  ])('answers 409 to who would %s the last admin, and changes nothing', async (_what, body) => {
    const api = await usersApi();

    const answer = await update(api, 'SystemAdmin', stranger.username, body);

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer).code).toBe('LastTenantAdmin');
    expect(await api.get(stranger)).toEqual(stranger);
  });

  it('changes one membership of somebody who is a member of several tenants', async () => {
    const api = await usersApi();

    await update(api, 'TenantAdmin', bob.username, { role: 'TenantUser', enabled: false });
    await update(
      api,
      'SystemAdmin',
      bob.username,
      { role: 'TenantAdmin' },
      { tenantId: bobElsewhere.tenantId },
    );

    expect(await api.get(bob)).toEqual({ ...bob, role: 'TenantUser', enabled: false });
    expect(await api.get(bobElsewhere)).toEqual({ ...bobElsewhere, role: 'TenantAdmin' });
  });

  it('answers 403 to an admin who names another tenant, and changes nothing there', async () => {
    const api = await usersApi();
    const query = { tenantId: bobElsewhere.tenantId };

    const answer = await update(api, 'TenantAdmin', bob.username, { enabled: false }, query);

    expect(answer.statusCode).toBe(403);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
    expect(await api.get(bobElsewhere)).toEqual(bobElsewhere);
    expect(await api.get(bob)).toEqual(bob);
  });

  it.each([
    ['nothing', {}, ''],
    ['the role SystemAdmin', { role: 'SystemAdmin' }, 'role'],
    ['enabled as text', { enabled: 'false' }, 'enabled'],
    ['another address', { enabled: true, email: 'other@example.com' }, 'email'],
    ['another tenant', { enabled: true, tenantId: stranger.tenantId }, 'tenantId'],
  ])('answers 400 to %s', async (_what, body, path) => {
    const answer = await update(await usersApi(), 'TenantAdmin', bob.username, body);

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map((field) => field.path)).toEqual([path]);
  });

  it('answers 404 for a user whose deletion has begun, and does not bring it back', async () => {
    const api = await usersApi();
    await api.leave(bob);

    const answer = await update(api, 'TenantAdmin', bob.username, { enabled: true });

    expect(answer.statusCode).toBe(404);
    expect((await api.get(bob))?.leaving).toBe(true);
  });
});

describe('deleteUser', () => {
  it.each(rights)('by a %s, of %s: %s', async (role, username, refusal) => {
    const api = await usersApi();
    const before = await api.get(meant(username));

    const answer = await remove(api, role, username);

    expect(answer.statusCode).toBe(refusal || 204);
    expect(await api.get(meant(username))).toEqual(refusal ? before : undefined);
  });

  it('takes the user along with its last membership', async () => {
    const api = await usersApi();

    await remove(api, 'TenantAdmin', user.username);

    expect(api.usernames()).not.toContain(user.username);
  });

  it('ends one membership of somebody who is a member of several tenants, and no more', async () => {
    const api = await usersApi();

    const answer = await remove(api, 'SystemAdmin', bob.username, { tenantId });

    expect(answer.statusCode).toBe(204);
    expect(await api.get(bob)).toBeUndefined();
    expect(await api.get(bobElsewhere)).toEqual(bobElsewhere);
    expect(api.usernames()).toContain(bob.username);
  });

  it('answers 403 to an admin who names another tenant, and ends nothing there', async () => {
    const api = await usersApi();
    const query = { tenantId: bobElsewhere.tenantId };

    const answer = await remove(api, 'TenantAdmin', bob.username, query);

    expect(answer.statusCode).toBe(403);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
    expect([await api.get(bob), await api.get(bobElsewhere)]).toEqual([bob, bobElsewhere]);
  });

  it('answers 409 for the last admin, who stays', async () => {
    const api = await usersApi();

    const answer = await remove(api, 'SystemAdmin', stranger.username);

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer).code).toBe('LastTenantAdmin');
    expect(await api.get(stranger)).toEqual(stranger);
    expect(api.usernames()).toContain(stranger.username);
  });

  it('answers 404 the second time', async () => {
    const api = await usersApi();
    await remove(api, 'TenantAdmin', bob.username);

    expect((await remove(api, 'TenantAdmin', bob.username)).statusCode).toBe(404);
  });

  const crash = () => Promise.reject(new Error('crash'));
  const crashes: [string, (ports: UserPorts) => void][] = [
    [
      'Cognito forgot the user',
      ({ cognito }) => {
        cognito.deleteUser = crash;
      },
    ],
    [
      'the member was forgotten',
      ({ members }) => {
        members.remove = crash;
      },
    ],
  ];

  it.each(crashes)('goes on after a crash before %s', async (_what, sabotage) => {
    const api = await usersApi();
    const sound = { cognito: { ...api.ports.cognito }, members: { ...api.ports.members } };
    sabotage(api.ports);
    const crashed = await remove(api, 'TenantAdmin', user.username);
    Object.assign(api.ports, sound);

    const answer = await remove(api, 'TenantAdmin', user.username);

    expect([crashed.statusCode, answer.statusCode]).toEqual([500, 204]);
    expect(await api.get(user)).toBeUndefined();
    expect(api.usernames()).not.toContain(user.username);
  });

  it('counts a user no longer whose deletion has begun', async () => {
    const api = await usersApi();
    await api.leave(ada);

    expect((await remove(api, 'SystemAdmin', bob.username, { tenantId })).statusCode).toBe(409);
  });
});
