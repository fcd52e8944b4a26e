import {
  DeleteUserAttributesCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  isolationPeople,
  PASSWORD,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';

const kinds = ['pool', 'silo'] as const;
type Kind = (typeof kinds)[number];

describe('Cognito', () => {
  let product: Product;
  let people: People;
  let tenants: Record<Kind, Tenant>;

  beforeAll(async () => {
    product = await startProduct();
    people = isolationPeople(product);
    const [pool, silo] = await Promise.all([
      people.onboard('Acme', 'basic'),
      people.onboard('Globex', 'platinum'),
    ]);
    tenants = { pool, silo };
  }, SETUP_MS);
  afterAll(() => product.stop());

  const update = (AccessToken: string, attributes: Record<string, string>) =>
    people.cognito.send(
      new UpdateUserAttributesCommand({
        AccessToken,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      }),
    );

  const attributesOf = async (AccessToken: string) => {
    const { UserAttributes = [] } = await people.cognito.send(new GetUserCommand({ AccessToken }));
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  };

  const edits = kinds.flatMap((kind) => [
    { kind, what: 'another tenant', changes: { 'custom:tenantId': 't01example' } },
    { kind, what: 'a higher role', changes: { 'custom:userRole': 'TenantAdmin' } },
    { kind, what: 'a SystemAdmin’s role', changes: { 'custom:userRole': 'SystemAdmin' } },
    { kind, what: 'a verified address', changes: { email_verified: 'true' } },
    {
      kind,
      what: 'a role beside a name',
      changes: { name: 'Eve', 'custom:userRole': 'TenantAdmin' },
    },
  ]);

  it.each(edits)('lets no user of a $kind tenant take $what', async ({ kind, changes }) => {
    const { access } = tenants[kind].user.tokens;
    const before = await attributesOf(access);

    await expect(update(access, changes)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });

    expect(await attributesOf(access)).toEqual(before);
  });

  it.each(kinds)('keeps nothing of a %s tenant or a role with its user', async (kind) => {
    const { access } = tenants[kind].user.tokens;

    for (const name of ['custom:tenantId', 'custom:userRole']) {
      await expect(
        people.cognito.send(
          new DeleteUserAttributesCommand({ AccessToken: access, UserAttributeNames: [name] }),
        ),
      ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }

    const names = Object.keys(await attributesOf(access));
    expect(names.filter((name) => name.startsWith('custom:'))).toEqual([]);
  });

  it.each(kinds)('lets a user of a %s tenant change the own name', async (kind) => {
    const { access } = tenants[kind].user.tokens;

    await update(access, { name: 'Ada' });

    expect(await attributesOf(access)).toMatchObject({ name: 'Ada' });
  });

  it.each(kinds)('lets nobody sign up to a %s tenant', async (kind) => {
    const { clientId, tenantId } = tenants[kind];

    await expect(
      people.cognito.send(
        new SignUpCommand({
          ClientId: clientId,
          Username: 'eve@evil.example',
          Password: PASSWORD,
          UserAttributes: [{ Name: 'custom:tenantId', Value: tenantId }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  const refresh = (clientId: string, REFRESH_TOKEN: string) =>
    people.cognito.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN },
      }),
    );

  const noMember = 'UserLambdaValidationException';
  const gone = 'NotAuthorizedException';
  const expelled = kinds.flatMap((kind) => [
    { kind, how: 'disabled', method: 'PUT', body: { enabled: false }, refused: noMember },
    { kind, how: 'deleted', method: 'DELETE', body: undefined, refused: gone },
  ]);

  it.each(expelled)(
    'lets a $how user of a $kind tenant neither sign in nor refresh',
    async ({ kind, how, method, body, refused: name }) => {
      const { admin, clientId } = tenants[kind];
      const email = `${how}@${kind}.example`;
      const username = await people.invite(admin.tokens.id, email);
      const person = await people.enter(clientId, email);
      await people.signIn(person);
      await refresh(clientId, person.tokens.refresh);

      await people.call('control', `${method} users/${username}`, { token: admin.tokens.id, body });

      await expect(people.signIn(person)).rejects.toMatchObject({ name });
      await expect(refresh(clientId, person.tokens.refresh)).rejects.toMatchObject({ name });
    },
  );

  it('lets an enabled user in again', async () => {
    const { admin, clientId } = tenants.pool;
    const username = await people.invite(admin.tokens.id, 'back@acme.example');
    const person = await people.enter(clientId, 'back@acme.example');
    const put = (enabled: boolean) =>
      people.call('control', `PUT users/${username}`, {
        token: admin.tokens.id,
        body: { enabled },
      });

    await put(false);
    await expect(people.signIn(person)).rejects.toMatchObject({ name: noMember });
    await put(true);

    expect(await people.signIn(person)).toMatchObject({ id: expect.any(String) });
  });

  it('gives a user whose role was changed the new one at the next sign-in', async () => {
    const { admin, clientId } = tenants.pool;
    const username = await people.invite(admin.tokens.id, 'up@acme.example');
    const person = await people.enter(clientId, 'up@acme.example');
    const before = await people.call('control', 'GET users', { token: person.tokens.id });

    await people.call('control', `PUT users/${username}`, {
      token: admin.tokens.id,
      body: { role: 'TenantAdmin' },
    });
    const { id } = await people.signIn(person);
    const after = await people.call('control', 'GET users', { token: id });

    expect([before.status, after.status]).toEqual([403, 200]);
  });
});
