import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { timeOf } from '../../../events/eventId.ts';
import { aRoute, aTenantId, aUlid, aUsername } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import { ada, callers, type UsersApi, usersApiOn } from '../../support/usersApi.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const usersApi = usersApiOn(() => engine);

const bodyOf = (answer: { body: string }) => JSON.parse(answer.body);
const email = 'new@example.com';

describe('createUser', () => {
  const created = (api: UsersApi, role: keyof typeof callers, more = {}) =>
    api.call(callers[role], 'POST /users', { body: { email, role: 'TenantUser', ...more } });

  it('enrols a user of the admin’s own tenant, by its pool', async () => {
    const api = await usersApi();

    const answer = await created(api, 'TenantAdmin');

    const { tenantId, tenantName, userPoolId, provisionedEventId: madeFor } = aRoute(1);
    expect(answer.statusCode).toBe(201);
    expect(api.enrolled).toEqual([
      [
        { tenantId, tenantName, userPoolId, madeFor, email, role: 'TenantUser' },
        {
          correlationId: aUlid(1),
          causedAt: new Date(timeOf(aRoute(1).provisionedEventId)),
          isFirst: false,
        },
      ],
    ]);
  });

  it('answers with the user', async () => {
    expect(bodyOf(await created(await usersApi(), 'TenantAdmin'))).toEqual({
      username: aUsername(9),
      email,
      role: 'TenantUser',
      enabled: true,
      status: 'invited',
    });
  });

  it('enrols a user of the tenant that an admin names, which is its own', async () => {
    const api = await usersApi();

    const answer = await created(api, 'TenantAdmin', { tenantId: aTenantId(1) });

    expect(answer.statusCode).toBe(201);
    expect(api.enrolled.map(([{ tenantId: of }]) => of)).toEqual([aTenantId(1)]);
  });

  it.each([aTenantId(2), aTenantId(8), 'nonsense'])(
    'answers 403 to an admin who names the tenant %j, by name',
    async (tenantId) => {
      const api = await usersApi();

      const answer = await created(api, 'TenantAdmin', { tenantId });

      expect(answer.statusCode).toBe(403);
      expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
      expect(api.enrolled).toEqual([]);
    },
  );

  it('enrols a user of the tenant that an operator names', async () => {
    const api = await usersApi();

    const answer = await created(api, 'SystemAdmin', { tenantId: aTenantId(2) });

    expect(answer.statusCode).toBe(201);
    expect(api.enrolled.map(([{ tenantId: of }]) => of)).toEqual([aTenantId(2)]);
  });

  it('answers 400 to an operator who names no tenant', async () => {
    const api = await usersApi();

    const answer = await created(api, 'SystemAdmin');

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['tenantId']);
    expect(api.enrolled).toEqual([]);
  });

  it.each([aTenantId(8), 'nonsense', 't'.repeat(3_000)])(
    'answers 404 to an operator who names the tenant %#, which there is not',
    async (tenantId) => {
      const answer = await created(await usersApi(), 'SystemAdmin', { tenantId });

      expect(answer.statusCode).toBe(404);
      expect(problemOf(answer).code).toBe('TenantNotFound');
    },
  );

  it('asks for the route of nothing that is no tenant id', async () => {
    const latestRoute = () => Promise.reject(new Error('asked for a route'));
    const api = await usersApi({ latestRoute });

    expect((await created(api, 'SystemAdmin', { tenantId: 'nonsense' })).statusCode).toBe(404);
  });

  it('answers 403 to a TenantUser', async () => {
    const api = await usersApi();

    const answer = await created(api, 'TenantUser');

    expect(answer.statusCode).toBe(403);
    expect(api.enrolled).toEqual([]);
  });

  it('answers 409 when the person is a user of the tenant', async () => {
    const enrol = async () => ({ kind: 'known', member: ada }) as const;

    const answer = await created(await usersApi({ enrol }), 'TenantAdmin');

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer)).toMatchObject({ code: 'UserExists', fields: [{ path: 'email' }] });
  });

  it('answers 400 when Cognito takes no such address, without Cognito’s words', async () => {
    const enrol = async () => ({ kind: 'addressRefused', message: 'words of AWS' }) as const;

    const answer = await created(await usersApi({ enrol }), 'TenantAdmin');

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer)).toMatchObject({ fields: [{ path: 'email' }] });
    expect(answer.body).not.toContain('words of AWS');
  });

  it('answers 409 while the tenant waits for its first admin', async () => {
    const enrol = async () => ({ kind: 'notYet' }) as const;

    const answer = await created(await usersApi({ enrol }), 'TenantAdmin');

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer)).toMatchObject({ code: 'TenantNotReady' });
  });

  it('answers 404 when the tenant went away meanwhile', async () => {
    const enrol = async () => ({ kind: 'tenantGone' }) as const;

    const answer = await created(await usersApi({ enrol }), 'TenantAdmin');

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
      const api = await usersApi();

      const answer = await created(api, role, { tenantId: aTenantId(1), ...more });

      expect(answer.statusCode).toBe(400);
      expect(problemOf(answer).fields?.map((field) => field.path)).toEqual([path]);
      expect(api.enrolled).toEqual([]);
    }
  });
});
