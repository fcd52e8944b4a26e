import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member } from '../../../services/identity/member.ts';
import { aMember, aRoute, aTenantId, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import {
  ada,
  bob,
  bobElsewhere,
  callers,
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

const email = 'right@example.com';
/** Somebody who was invited by a wrong address. */
const wrong = aMember(6, { email: 'worng@example.com', joined: false });
const known = aMember(8, { email, joined: false });

const invited = async (more: readonly Member[] = [wrong], hasSignedIn = false) => {
  const api = await usersApi();
  for (const member of more) await api.join(member);
  api.put(wrong, { username: wrong.username, createdAt: new Date(0), hasSignedIn });
  return api;
};

const correct = (api: UsersApi, role: UserRole, username = wrong.username) =>
  api.call(callers[role], 'PUT /users/{username}/email', {
    params: { username },
    body: { email },
  });

describe('correctAddress', () => {
  it.each(['TenantAdmin', 'SystemAdmin'] as const)(
    'by a %s, invites the right address in place of the wrong one, whose user goes',
    async (role) => {
      const api = await invited();

      const answer = await correct(api, role);

      expect([answer.statusCode, JSON.parse(answer.body)]).toMatchObject([
        202,
        { email, role: wrong.role, status: 'invited' },
      ]);
      expect(api.enrolled).toMatchObject([
        [{ tenantId: wrong.tenantId, madeFor: aRoute(1).provisionedEventId, email }, {}],
      ]);
      expect(await api.get(wrong)).toBeUndefined();
      expect(api.usernames()).not.toContain(wrong.username);
    },
  );

  it.each<[string, readonly Member[], boolean]>([
    ['has signed in somewhere', [wrong], true],
    [
      'is invited by another tenant too',
      [wrong, { ...wrong, tenantId: aTenantId(2), membershipId: aUlid(12) }],
      false,
    ],
  ])('leaves somebody alone who %s, and says no more than that', async (_what, there, signedIn) => {
    const api = await invited(there, signedIn);

    const answer = await correct(api, 'TenantAdmin');

    expect([answer.statusCode, problemOf(answer)]).toMatchObject([
      409,
      {
        code: 'AddressIsPersonal',
        message: 'only the person can change this address, by a code that is mailed to the new one',
      },
    ]);
    expect(await api.get(wrong)).toEqual(wrong);
    expect([...api.enrolled, ...api.sent, ...api.mails]).toEqual([]);
  });

  it.each<[UserRole, string, number]>([
    ['TenantAdmin', bob.username, 409],
    ['TenantAdmin', stranger.username, 404],
    ['TenantUser', bob.username, 403],
    ['SystemAdmin', ada.username, 409],
    ['SystemAdmin', bob.username, 400],
  ])('is not for a %s and %s: %s', async (role, username, status) => {
    const api = await invited();

    const answer = await correct(api, role, username);

    expect(answer.statusCode).toBe(status);
    expect((await api.ports.cognito.find(bob))?.username).toBe(bob.username);
    const members = [ada, bob, bobElsewhere, user, stranger];
    expect(await Promise.all(members.map(api.get))).toEqual(members);
  });

  it('finds, asked again, whom it has invited', async () => {
    const api = await invited();
    api.ports.enrol = async () => ({ kind: 'known', member: known });

    const answer = await correct(api, 'TenantAdmin');

    expect([answer.statusCode, JSON.parse(answer.body).username]).toEqual([202, known.username]);
    expect(await api.get(wrong)).toBeUndefined();
  });

  it('leaves both where the right address is of somebody who has joined', async () => {
    const api = await invited();
    api.ports.enrol = async () => ({ kind: 'known', member: { ...known, joined: true } });

    const answer = await correct(api, 'TenantAdmin');

    expect([answer.statusCode, problemOf(answer).code]).toEqual([409, 'UserExists']);
    expect(await api.get(wrong)).toEqual(wrong);
  });

  it('says that Cognito does not take the address, and leaves the wrong one', async () => {
    const api = await invited();
    api.ports.enrol = async () => ({ kind: 'addressRefused', message: 'no' });

    expect((await correct(api, 'TenantAdmin')).statusCode).toBe(400);
    expect(await api.get(wrong)).toEqual(wrong);
  });
});
