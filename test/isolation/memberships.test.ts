import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  claimsIn,
  isolationPeople,
  type People,
  type Person,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';

const NO_MEMBER = { name: 'UserLambdaValidationException' };

describe('a person in several tenants', () => {
  let product: Product;
  let people: People;
  let acme: Tenant;
  let initech: Tenant;
  let globex: Tenant;
  let made = 0;

  beforeAll(async () => {
    product = await startProduct();
    people = isolationPeople(product);
    [acme, initech, globex] = await Promise.all([
      people.onboard('Acme', 'basic'),
      people.onboard('Initech', 'basic'),
      people.onboard('Globex', 'platinum'),
    ]);
  }, SETUP_MS);
  afterAll(() => product.stop());

  const invite = ({ admin }: Tenant, email: string, role?: string) =>
    people.invite(admin.tokens.id, email, role);

  const change = ({ admin }: Tenant, username: string, body: object) =>
    people.call('control', `PUT users/${username}`, { token: admin.tokens.id, body });

  const remove = ({ admin }: Tenant, username: string) =>
    people.call('control', `DELETE users/${username}`, { token: admin.tokens.id });

  const signIn = ({ clientId }: Tenant, { email }: Pick<Person, 'email'>) =>
    people.signIn({ clientId, email });

  /** Somebody of the pool who is a user of Acme and an admin of Initech, and has signed in to Acme. */
  const somebody = async (): Promise<Person> => {
    made += 1;
    const email = `person-${made}@people.example`;
    await invite(acme, email);
    const person = await people.enter(acme.clientId, email);
    await invite(initech, email, 'TenantAdmin');
    return person;
  };

  const userOf = (tenant: Tenant, Username: string) =>
    people.cognito.send(new AdminGetUserCommand({ UserPoolId: tenant.userPoolId, Username }));

  const status = async (api: 'app' | 'control', request: string, token: string) =>
    (await people.call(api, request, { token })).status;

  it('signs in to each with one password, and is there what it is there', async () => {
    const person = await somebody();
    await invite(globex, person.email);
    const silo = await people.enter(globex.clientId, person.email);

    const [atAcme, atInitech] = await Promise.all([signIn(acme, person), signIn(initech, person)]);

    const said = [atAcme.id, atInitech.id, silo.tokens.id].map((token) => {
      const claims = claimsIn(token);
      return [claims['custom:tenantId'], claims['custom:userRole']];
    });
    expect(said).toEqual([
      [acme.tenantId, 'TenantUser'],
      [initech.tenantId, 'TenantAdmin'],
      [globex.tenantId, 'TenantUser'],
    ]);
    expect(claimsIn(atAcme.id)['sub']).toBe(claimsIn(atInitech.id)['sub']);
    expect(claimsIn(silo.tokens.id)['sub']).not.toBe(claimsIn(atAcme.id)['sub']);
    expect(await status('control', 'GET users', atAcme.id)).toBe(403);
    expect(await status('control', 'GET users', atInitech.id)).toBe(200);
  });

  it('hears of a further tenant by a mail without a password, and keeps the one that it has', async () => {
    const person = await somebody();

    const mails = await product.mailTo(person.email);

    expect(mails.map(({ body }) => /password is /.test(body))).toEqual([false, true]);
    expect(mails[0]?.body).toContain('Initech');
    expect(await signIn(initech, person)).toMatchObject({ id: expect.any(String) });
  });

  it('stays in the others when one removes it, and loses the user with the last', async () => {
    const person = await somebody();

    await remove(acme, person.username);

    await expect(signIn(acme, person)).rejects.toMatchObject(NO_MEMBER);
    const { id } = await signIn(initech, person);
    expect(await status('app', 'GET products', id)).toBe(200);
    await remove(initech, person.username);
    await expect(userOf(acme, person.email)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it.each([
    ['disables', { enabled: false }],
    ['demotes', { role: 'TenantUser' }],
  ])('is what it was in the others when one %s it', async (_what, body) => {
    const person = await somebody();
    const before = await userOf(acme, person.email);
    await change(acme, person.username, { role: 'TenantAdmin' });

    await change(acme, person.username, body);

    const { id } = await signIn(initech, person);
    expect(claimsIn(id)['custom:userRole']).toBe('TenantAdmin');
    expect(await status('control', 'GET users', id)).toBe(200);
    const { $metadata: _one, ...after } = await userOf(acme, person.email);
    expect(before).toMatchObject(after);
  });

  it('gets nothing of one tenant by the token of another', async () => {
    const person = await somebody();
    const product01 = { name: 'Anvil', price: 12.5 };
    const atInitech = await signIn(initech, person);
    const written = await people.call('app', 'POST products', {
      token: atInitech.id,
      body: product01,
    });

    const { id } = await signIn(acme, person);

    const read = await people.call('app', `GET products/${written.body.productId}`, { token: id });
    expect([written.status, read.status]).toEqual([201, 404]);
    expect(await status('control', `GET tenants/${initech.tenantId}`, id)).toBe(403);
    expect(await status('control', `GET users?tenantId=${initech.tenantId}`, id)).toBe(403);
  });

  it('cannot enter by the client of a tenant that it is no member of, by whatever pool', async () => {
    const { admin } = acme;

    await expect(signIn(initech, admin)).rejects.toMatchObject(NO_MEMBER);
    await expect(signIn(globex, admin)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('looks the same to whoever invites it as somebody whom nobody knows', async () => {
    const known = await somebody();
    await remove(initech, known.username);
    const token = initech.admin.tokens.id;
    const answerFor = async (email: string) => {
      const body = { email, role: 'TenantUser' };
      return people.call('control', 'POST users', { token, body });
    };

    const answers = await Promise.all([known.email, 'new@people.example'].map(answerFor));

    const shown = answers.map(({ status: code, body }) => [
      code,
      { ...body, username: 'any', email: 'any' },
    ]);
    expect(shown[0]).toEqual(shown[1]);
  });

  it('has one user although two tenants invite it at the same moment, and both keep it', async () => {
    const email = 'both@people.example';

    const usernames = await Promise.all([invite(acme, email), invite(initech, email)]);

    expect(new Set(usernames).size).toBe(1);
  });

  it('is there, or gone and made anew, when one removes it while another invites it', async () => {
    const email = 'crossing@people.example';
    const username = await invite(acme, email);

    const [, invited] = await Promise.all([remove(acme, username), invite(initech, email)]);

    const { UserAttributes } = await userOf(initech, email);
    expect(UserAttributes).toContainEqual({ Name: 'sub', Value: invited });
  });
});
