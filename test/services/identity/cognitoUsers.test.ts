import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cognito } from '../../../engine/aws/cognito/cognito.ts';
import {
  AddressRefused,
  type CognitoUsers,
  cognitoUsers,
} from '../../../services/identity/cognitoUsers.ts';
import { userPoolInput } from '../../../services/provisioning/tenants/tenantUserPool.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let client: CognitoIdentityProviderClient;
let users: CognitoUsers;
let userPoolId: string;

beforeAll(async () => {
  engine = await productEngine([cognito]);
  client = new CognitoIdentityProviderClient();
  users = cognitoUsers(client);
  const create = new CreateUserPoolCommand(userPoolInput('test', aTenantId(1), aUlid(7)));
  userPoolId = String((await client.send(create)).UserPool?.Id);
});
afterAll(() => engine.destroy());

const at = (name: string) => ({ userPoolId, email: `${name}@example.com` });
const nowhere = { userPoolId: 'us-east-1_Nowhere1', email: 'ada@example.com' };

const mailsTo = async (address: string) => (await engine.engine.mail.to(address)).length;

/** As if the person had signed in and chosen a password. */
const signIn = ({ email }: { email: string }) =>
  client.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: userPoolId,
      Username: email,
      Password: 'Correct-horse-1',
      Permanent: true,
    }),
  );

describe('cognitoUsers', () => {
  it('gives a user another, verified address, by which it is found from then on', async () => {
    const [before, after] = [at('before'), at('after')];
    const made = await users.invite(before);
    const place = { userPoolId, username: String(made?.username) };

    const answers = [
      await users.changeAddress(place, after.email),
      await users.changeAddress(place, after.email),
    ];

    const get = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: after.email });
    const { UserAttributes } = await client.send(get);
    expect(answers).toEqual(['changed', 'changed']);
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    expect((await users.find(after))?.username).toBe(made?.username);
    expect(await users.find(before)).toBeUndefined();
  });

  it('takes nobody’s address, and no text that is none', async () => {
    const [one, other] = [at('one'), at('other')];
    const made = await users.invite(one);
    await users.invite(other);
    const place = { userPoolId, username: String(made?.username) };

    expect(await users.changeAddress(place, other.email)).toBe('used');
    await expect(users.changeAddress(place, 'none')).rejects.toBeInstanceOf(AddressRefused);
    expect((await users.find(one))?.username).toBe(made?.username);
  });

  it.each([
    ['user', () => ({ userPoolId, username: 'nobody' })],
    ['pool', () => ({ userPoolId: nowhere.userPoolId, username: 'nobody' })],
  ])('has no address to change where the %s is gone', async (_what, place) => {
    expect(await users.changeAddress(place(), 'any@example.com')).toBe('changed');
  });

  it('creates a user with a verified address, and with nothing of a tenant', async () => {
    const ada = at('ada');

    const made = await users.invite(ada);

    const get = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: ada.email });
    const { UserAttributes } = await client.send(get);
    expect(Object.fromEntries(UserAttributes?.map((one) => [one.Name, one.Value]) ?? [])).toEqual({
      sub: made?.username,
      email: ada.email,
      email_verified: 'true',
    });
  });

  it('invites a user once: the second time it answers nothing', async () => {
    const grace = at('grace');

    const made = await users.invite(grace);
    const again = await users.invite(grace);

    expect([made?.hasSignedIn, again]).toEqual([false, undefined]);
    expect(await mailsTo(grace.email)).toBe(1);
  });

  it('invites somebody again who has never signed in', async () => {
    const edsger = at('edsger');
    await users.invite(edsger);

    await users.inviteAgain(edsger);

    expect(await mailsTo(edsger.email)).toBe(2);
  });

  it('invites nobody again who has signed in meanwhile', async () => {
    const barbara = at('barbara');
    await users.invite(barbara);
    await signIn(barbara);

    await users.inviteAgain(barbara);

    expect(await mailsTo(barbara.email)).toBe(1);
  });

  it('finds a user as it was made, and whether it has signed in', async () => {
    const joan = at('joan');
    const made = await users.invite(joan);
    const before = await users.find(joan);
    await signIn(joan);

    expect(before).toEqual(made);
    expect(await users.find(joan)).toEqual({ ...made, hasSignedIn: true });
  });

  it('finds nobody where there is nobody', async () => {
    expect(await users.find(at('nobody'))).toBeUndefined();
  });

  it('deletes a user by name, and succeeds when it is gone', async () => {
    const tony = at('tony');
    const { username = '' } = (await users.invite(tony)) ?? {};

    await users.deleteUser({ userPoolId, username });
    await users.deleteUser({ userPoolId, username });

    expect(await users.find(tony)).toBeUndefined();
  });

  it('leaves whoever has the address of a user that was deleted', async () => {
    const alan = at('alan');
    const { username = '' } = (await users.invite(alan)) ?? {};
    await users.deleteUser({ userPoolId, username });
    const next = await users.invite(alan);

    await users.deleteUser({ userPoolId, username });

    expect(await users.find(alan)).toEqual(next);
  });

  it('says that Cognito takes no such address, in Cognito’s words', async () => {
    const inviting = users.invite({ userPoolId, email: 'no address' });

    await expect(inviting).rejects.toMatchObject({
      name: 'AddressRefused',
      message: expect.stringMatching(/\w/),
    });
  });

  const calls: [string, () => Promise<unknown>][] = [
    ['inviting', () => users.invite(nowhere)],
    ['inviting again', () => users.inviteAgain(nowhere)],
    ['finding', () => users.find(nowhere)],
    ['deleting', () => users.deleteUser({ ...nowhere, username: 'x' })],
  ];

  it.each(calls)('throws what is no answer about the user: %s', async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
