import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aMember, aTenantId, aUsername } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import {
  ada,
  bob,
  callers,
  meant,
  rights,
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

describe('inviteAgain', () => {
  const again = (api: UsersApi, role: UserRole, username: string, query = {}) =>
    api.call(callers[role], 'POST /users/{username}/invitation', { params: { username }, query });

  it.each(rights)('by a %s, of %s: %s', async (role, username, refusal) => {
    const api = await usersApi();

    const answer = await again(api, role, username);

    expect(answer.statusCode).toBe(refusal || 202);
    const { email } = meant(username);
    const text = expect.stringContaining('the password that you have');
    expect(api.sent).toEqual(refusal ? [] : [{ to: email, text }]);
    expect(api.mails).toEqual([]);
  });

  it('has Cognito send another temporary password to somebody who has never signed in', async () => {
    const api = await usersApi();
    const invited = aMember(6, { email: 'never@example.com', joined: false });
    await api.join(invited);
    const user = { username: invited.username, createdAt: new Date(0), hasSignedIn: false };
    api.put(invited, user);

    await again(api, 'TenantAdmin', invited.username);

    expect(api.mails).toEqual([{ to: invited.email, what: 'another' }]);
    expect(api.sent).toEqual([]);
    const sentAt = api.ports.now().toISOString();
    expect((await api.ports.people.get(invited))?.invitedAt).toBe(sentAt);
  });

  it('has the mail name the tenant that invites again, whoever else has invited meanwhile', async () => {
    const api = await usersApi();
    const invited = aMember(6, { joined: false });
    await api.join(invited);
    await api.ports.people.noteInviter(invited, aTenantId(2));

    await again(api, 'TenantAdmin', invited.username);

    expect((await api.ports.people.get(invited))?.invitedBy).toBe(invited.tenantId);
  });

  it('answers 404 for a user whose removal has begun', async () => {
    const api = await usersApi();
    await api.leave(user);

    expect((await again(api, 'TenantAdmin', user.username)).statusCode).toBe(404);
    expect([...api.mails, ...api.sent]).toEqual([]);
  });
});

describe('dropSecondFactor', () => {
  const drop = (api: UsersApi, role: UserRole, username: string, query = {}) =>
    api.call(callers[role], 'DELETE /users/{username}/second-factor', {
      params: { username },
      query,
    });

  it.each<[UserRole, string, number]>([
    ['SystemAdmin', ada.username, 204],
    ['SystemAdmin', bob.username, 400],
    ['SystemAdmin', aUsername(99), 404],
    ['TenantAdmin', bob.username, 403],
    ['TenantUser', user.username, 403],
  ])('by a %s, of %s: %s', async (role, username, status) => {
    const api = await usersApi();

    const answer = await drop(api, role, username);

    expect(answer.statusCode).toBe(status);
    expect(api.withoutFactor).toEqual(status === 204 ? [username] : []);
  });
});
