import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cognito } from '../../../engine/aws/cognito/cognito.ts';
import { cognitoUsers } from '../../../services/identity/cognitoUsers.ts';
import { userPoolInput } from '../../../services/provisioning/tenants/tenantUserPool.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let client: CognitoIdentityProviderClient;
let userPoolId: string;

beforeAll(async () => {
  engine = await productEngine([cognito]);
  client = new CognitoIdentityProviderClient();
  const create = new CreateUserPoolCommand(userPoolInput('test', aTenantId(1), aUlid(7)));
  userPoolId = String((await client.send(create)).UserPool?.Id);
});
afterAll(() => engine.destroy());

const madeFor = aUlid(2_001);

const aUser = (email: string, n = 1) =>
  ({ userPoolId, tenantId: aTenantId(n), madeFor, email, role: 'TenantAdmin' }) as const;

const mailsTo = async (address: string) => (await engine.engine.mail.to(address)).length;

describe('cognitoUsers', () => {
  it('creates a user of the tenant, with a role and a verified address', async () => {
    const email = 'ada@example.com';

    await cognitoUsers(client).createUser(aUser(email));

    const get = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email });
    const { UserAttributes } = await client.send(get);
    const attributes = Object.fromEntries(
      UserAttributes?.map((one) => [one.Name, one.Value]) ?? [],
    );
    expect(attributes).toMatchObject({
      email,
      email_verified: 'true',
      'custom:tenantId': aTenantId(1),
      'custom:userRole': 'TenantAdmin',
      'custom:madeFor': madeFor,
    });
  });

  it('finds on a second run the user that the first one made', async () => {
    const user = aUser('grace@example.com');
    const made = await cognitoUsers(client).createUser(user);

    const found = await cognitoUsers(client).createUser(user);

    expect(found).toEqual(made);
    expect(made.kind).toBe('created');
  });

  it('invites a user once', async () => {
    const user = aUser('edsger@example.com');

    await cognitoUsers(client).createUser(user);
    await cognitoUsers(client).createUser(user);

    expect(await mailsTo(user.email)).toBe(1);
  });

  it('does not take another tenant’s user for its own', async () => {
    await cognitoUsers(client).createUser(aUser('barbara@example.com', 1));

    const creation = await cognitoUsers(client).createUser(aUser('barbara@example.com', 2));

    expect(creation).toEqual({ kind: 'emailTaken' });
  });

  it('tells of a user who is left from before the tenant was made anew', async () => {
    const user = aUser('dennis@example.com');
    const made = await cognitoUsers(client).createUser(user);

    const again = await cognitoUsers(client).createUser({ ...user, madeFor: aUlid(9) });

    expect(made).toMatchObject({ kind: 'created' });
    expect(again).toEqual({ kind: 'leftOver', username: Object(made).username });
  });

  it('throws what is no answer about the user', async () => {
    const elsewhere = { ...aUser('alan@example.com'), userPoolId: 'us-east-1_Nowhere1' };

    await expect(cognitoUsers(client).createUser(elsewhere)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('says which role a user has whom an earlier try made with another', async () => {
    const user = aUser('tony@example.com');
    await cognitoUsers(client).createUser({ ...user, role: 'TenantUser' });

    expect(await cognitoUsers(client).createUser(user)).toMatchObject({ role: 'TenantUser' });
  });
});

describe('cognitoUsers, by an address', () => {
  const userOf = (n: number, email: string) =>
    cognitoUsers(client).userOf({ userPoolId, tenantId: aTenantId(n), email });

  it('finds a tenant’s user, and what it was made for', async () => {
    const made = await cognitoUsers(client).createUser(aUser('joan@example.com'));

    const { username } = Object(made);
    expect(await userOf(1, 'joan@example.com')).toEqual({ username, madeFor });
  });

  it('finds nobody of another tenant', async () => {
    await cognitoUsers(client).createUser(aUser('frances@example.com', 2));

    expect(await userOf(1, 'frances@example.com')).toBeUndefined();
  });

  it('finds nobody where there is nobody', async () => {
    expect(await userOf(1, 'nobody@example.com')).toBeUndefined();
  });
});

describe('cognitoUsers, for one user', () => {
  const users = () => cognitoUsers(client);

  /** A new user's place. */
  const aPlace = async (email: string) => {
    const creation = await users().createUser(aUser(email));
    const username = creation.kind === 'created' ? creation.username : '';
    return { userPoolId, username };
  };

  const describeUser = (place: { username: string }) =>
    client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: place.username }));

  it('says how far the user has come', async () => {
    expect(await users().statusOf(await aPlace('one@example.com'))).toBe('FORCE_CHANGE_PASSWORD');
  });

  it('changes the role', async () => {
    const place = await aPlace('two@example.com');

    await users().setRole(place, 'TenantUser');

    expect((await describeUser(place)).UserAttributes).toContainEqual({
      Name: 'custom:userRole',
      Value: 'TenantUser',
    });
  });

  it('disables and enables', async () => {
    const place = await aPlace('three@example.com');

    await users().setEnabled(place, false);
    const disabled = await describeUser(place);
    await users().setEnabled(place, true);
    const enabled = await describeUser(place);

    expect([disabled.Enabled, enabled.Enabled]).toEqual([false, true]);
  });

  it('takes a user who is gone for deleted, and changes nothing of it', async () => {
    const place = await aPlace('four@example.com');
    await users().deleteUser(place);

    await users().setRole(place, 'TenantUser');
    await users().setEnabled(place, true);
    await users().deleteUser(place);

    expect(await users().statusOf(place)).toBeUndefined();
  });

  it('throws when the pool is gone', async () => {
    const nowhere = { userPoolId: 'us-east-1_Nowhere1', username: 'x' };

    await expect(users().deleteUser(nowhere)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
