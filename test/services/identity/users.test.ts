import { describe, expect, it } from '@jest/globals';
import { timeOf } from '../../../events/eventId.ts';
import { aRoute, aTenantId, aUlid, aUsername } from '../../support/builders.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import { ada, callers, usersApi } from '../../support/usersApi.ts';

const bodyOf = (answer: { body: string }) => JSON.parse(answer.body);
const email = 'new@example.com';

describe('createUser', () => {
  const created = (api: ReturnType<typeof usersApi>, role: keyof typeof callers, more = {}) =>
    api.call(callers[role], 'POST /users', { body: { email, role: 'TenantUser', ...more } });

  it('enrols a user of the admin’s own tenant, by its pool', async () => {
    const api = usersApi();

    const answer = await created(api, 'TenantAdmin');

    const { tenantId, userPoolId, provisionedEventId: madeFor } = aRoute(1);
    expect(answer.statusCode).toBe(201);
    expect(api.enrolled).toEqual([
      [
        { tenantId, userPoolId, madeFor, email, role: 'TenantUser' },
        {
          correlationId: aUlid(1),
          causedAt: new Date(timeOf(aRoute(1).provisionedEventId)),
          isFirst: false,
        },
      ],
    ]);
  });

  it('answers with the user', async () => {
    expect(bodyOf(await created(usersApi(), 'TenantAdmin'))).toEqual({
      username: aUsername(9),
      email,
      role: 'TenantUser',
      enabled: true,
      status: 'CONFIRMED',
    });
  });

  it.each([aTenantId(2), aTenantId(8), 'nonsense'])(
    'refuses an admin who names the tenant %s',
    async (tenantId) => {
      const api = usersApi();

      const answer = await created(api, 'TenantAdmin', { tenantId });

      expect(answer.statusCode).toBe(403);
      expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
      expect(api.enrolled).toEqual([]);
    },
  );

  it.each([aTenantId(1), '', null])(
    'enrols a user of an admin’s own tenant, which is named %p',
    async (tenantId) => {
      const api = usersApi();

      const answer = await created(api, 'TenantAdmin', { tenantId });

      expect(answer.statusCode).toBe(201);
      expect(api.enrolled.map(([{ tenantId: of }]) => of)).toEqual([aTenantId(1)]);
    },
  );

  it('enrols a user of the tenant that an operator names', async () => {
    const api = usersApi();

    const answer = await created(api, 'SystemAdmin', { tenantId: aTenantId(2) });

    expect(answer.statusCode).toBe(201);
    expect(api.enrolled.map(([{ tenantId: of }]) => of)).toEqual([aTenantId(2)]);
  });

  it('answers 400 to an operator who names no tenant', async () => {
    const api = usersApi();

    const answer = await created(api, 'SystemAdmin');

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
    expect(api.enrolled).toEqual([]);
  });

  it.each([aTenantId(8), 'nonsense', 't'.repeat(3_000)])(
    'answers 404 to an operator who names the tenant %#, which there is not',
    async (tenantId) => {
      const answer = await created(usersApi(), 'SystemAdmin', { tenantId });

      expect(answer.statusCode).toBe(404);
      expect(problemOf(answer).code).toBe('TenantNotFound');
    },
  );

  it('asks for the route of nothing that is no tenant id', async () => {
    const route = () => Promise.reject(new Error('asked for a route'));
    const api = usersApi({ route });

    expect((await created(api, 'SystemAdmin', { tenantId: 'nonsense' })).statusCode).toBe(404);
  });

  it('answers 403 to a TenantUser', async () => {
    const api = usersApi();

    const answer = await created(api, 'TenantUser');

    expect(answer.statusCode).toBe(403);
    expect(api.enrolled).toEqual([]);
  });

  it.each([
    ['emailTaken', { kind: 'emailTaken' } as const, 'EmailInUse'],
    ['known', { kind: 'known', member: ada } as const, 'UserExists'],
  ])('answers 409 when enrolling says %s', async (_what, enrolled, code) => {
    const answer = await created(usersApi({ enrol: async () => enrolled }), 'TenantAdmin');

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer)).toMatchObject({ code, fields: [{ path: 'email' }] });
  });

  it('answers 409 while the tenant waits for its first admin', async () => {
    const enrol = async () => ({ kind: 'notYet' }) as const;

    const answer = await created(usersApi({ enrol }), 'TenantAdmin');

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer)).toMatchObject({ code: 'TenantNotReady' });
  });

  it('answers 404 when the tenant went away meanwhile', async () => {
    const enrol = async () => ({ kind: 'tenantGone' }) as const;

    const answer = await created(usersApi({ enrol }), 'TenantAdmin');

    expect(answer.statusCode).toBe(404);
    expect(problemOf(answer)).toMatchObject({ code: 'TenantNotFound' });
  });

  it.each([
    ['the role SystemAdmin', { role: 'SystemAdmin' }, 'role'],
    ['a role that there is not', { role: 'Owner' }, 'role'],
    ['no e-mail address', { email: 'ada' }, 'email'],
    ['a field too many', { enabled: true }, 'enabled'],
  ])('answers 400 to %s, whichever role may ask', async (_what, more, path) => {
    for (const role of ['SystemAdmin', 'TenantAdmin'] as const) {
      const api = usersApi();

      const answer = await created(api, role, { tenantId: aTenantId(1), ...more });

      expect(answer.statusCode).toBe(400);
      expect(problemOf(answer).fields?.map((field) => field.path)).toEqual([path]);
      expect(api.enrolled).toEqual([]);
    }
  });
});
