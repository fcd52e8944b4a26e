import { describe, expect, it } from '@jest/globals';
import type { UserPorts } from '../../../services/identity/users.ts';
import { aUsername } from '../../support/builders.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import { ada, bob, callers, stranger, user, usersApi } from '../../support/usersApi.ts';

type Api = ReturnType<typeof usersApi>;
type Role = keyof typeof callers;

const update = (api: Api, role: Role, username: string, body: unknown) =>
  api.call(callers[role], 'PUT /users/{username}', { params: { username }, body });

const remove = (api: Api, role: Role, username: string) =>
  api.call(callers[role], 'DELETE /users/{username}', { params: { username } });

/** Who may change whom, and the answer when they may not. */
const rights: [Role, string, number][] = [
  ['SystemAdmin', bob.username, 0],
  ['SystemAdmin', aUsername(99), 404],
  ['TenantAdmin', bob.username, 0],
  ['TenantAdmin', user.username, 0],
  ['TenantAdmin', stranger.username, 403],
  ['TenantAdmin', aUsername(99), 404],
  ['TenantUser', user.username, 403],
  ['TenantUser', bob.username, 403],
  ['TenantUser', stranger.username, 403],
  ['TenantUser', aUsername(99), 403],
];

describe('updateUser', () => {
  it.each(rights)('by a %s, of %s: %s', async (role, username, refusal) => {
    const api = usersApi();
    const before = api.kept.get(username);

    const answer = await update(api, role, username, { enabled: false });

    expect(answer.statusCode).toBe(refusal || 200);
    expect(api.kept.get(username)).toEqual(refusal ? before : { ...before, enabled: false });
  });

  it.each([
    [{ role: 'TenantUser' }, { role: 'TenantUser', enabled: true }],
    [{ enabled: false }, { role: 'TenantAdmin', enabled: false }],
    [
      { role: 'TenantUser', enabled: false },
      { role: 'TenantUser', enabled: false },
    ],
  ])('makes of an enabled admin by %j: %j', async (body, expected) => {
    const api = usersApi();

    const answer = await update(api, 'TenantAdmin', bob.username, body);

    expect(JSON.parse(answer.body)).toMatchObject({ username: bob.username, ...expected });
    expect(api.kept.get(bob.username)).toEqual({ ...bob, ...expected });
    expect(api.known.get(bob.username)).toEqual(expected);
  });

  it.each([
    ['demote', { role: 'TenantUser' }],
    ['disable', { enabled: false }],
  ])('answers 409 to who would %s the last admin, and changes nothing', async (_what, body) => {
    const api = usersApi();

    const answer = await update(api, 'SystemAdmin', stranger.username, body);

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer).code).toBe('LastTenantAdmin');
    expect(api.kept.get(stranger.username)).toEqual(stranger);
    expect(api.known.get(stranger.username)).toEqual({ role: 'TenantAdmin', enabled: true });
  });

  it('tells Cognito, when it is repeated, what a crash kept from it', async () => {
    const api = usersApi();
    api.kept.set(bob.username, { ...bob, role: 'TenantUser' });

    await update(api, 'TenantAdmin', bob.username, { role: 'TenantUser' });

    expect(api.known.get(bob.username)).toEqual({ role: 'TenantUser', enabled: true });
  });

  it.each([
    ['nothing', {}, ''],
    ['the role SystemAdmin', { role: 'SystemAdmin' }, 'role'],
    ['enabled as text', { enabled: 'false' }, 'enabled'],
    ['another address', { enabled: true, email: 'other@example.com' }, 'email'],
    ['another tenant', { enabled: true, tenantId: stranger.tenantId }, 'tenantId'],
  ])('answers 400 to %s', async (_what, body, path) => {
    const answer = await update(usersApi(), 'TenantAdmin', bob.username, body);

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map((field) => field.path)).toEqual([path]);
  });

  it('answers 404 for a user whose deletion has begun, and does not bring it back', async () => {
    const api = usersApi();
    api.kept.set(bob.username, { ...bob, leaving: true });

    const answer = await update(api, 'TenantAdmin', bob.username, { enabled: true });

    expect(answer.statusCode).toBe(404);
    expect(api.kept.get(bob.username)?.leaving).toBe(true);
  });
});

describe('deleteUser', () => {
  it.each(rights)('by a %s, of %s: %s', async (role, username, refusal) => {
    const api = usersApi();
    const before = api.kept.get(username);

    const answer = await remove(api, role, username);

    expect(answer.statusCode).toBe(refusal || 204);
    expect(api.kept.get(username)).toEqual(refusal ? before : undefined);
    expect(api.known.has(username)).toBe(refusal > 0 && before !== undefined);
  });

  it('answers 409 for the last admin, who stays', async () => {
    const api = usersApi();

    const answer = await remove(api, 'SystemAdmin', stranger.username);

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer).code).toBe('LastTenantAdmin');
    expect(api.kept.get(stranger.username)).toEqual(stranger);
    expect(api.known.has(stranger.username)).toBe(true);
  });

  it('answers 404 the second time', async () => {
    const api = usersApi();
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
    const api = usersApi();
    const sound = { cognito: { ...api.ports.cognito }, members: { ...api.ports.members } };
    sabotage(api.ports);
    const crashed = await remove(api, 'TenantAdmin', bob.username);
    Object.assign(api.ports, sound);

    const answer = await remove(api, 'TenantAdmin', bob.username);

    expect([crashed.statusCode, answer.statusCode]).toEqual([500, 204]);
    expect(api.kept.has(bob.username)).toBe(false);
    expect(api.known.has(bob.username)).toBe(false);
  });

  it('counts a user no longer whose deletion has begun', async () => {
    const api = usersApi();
    api.kept.set(ada.username, { ...ada, leaving: true });

    expect((await remove(api, 'SystemAdmin', bob.username)).statusCode).toBe(409);
  });
});
