import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  claimsIn,
  isolationPeople,
  PASSWORD,
  type People,
  type Person,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { codeIn } from '../support/mailedCode.ts';
import { type Product, startProduct } from '../support/product.ts';

describe('a person’s own address', () => {
  let product: Product;
  let people: People;
  let acme: Tenant;
  let initech: Tenant;
  let made = 0;

  beforeAll(async () => {
    product = await startProduct();
    people = isolationPeople(product);
    [acme, initech] = await Promise.all([
      people.onboard('Acme', 'basic'),
      people.onboard('Initech', 'basic'),
    ]);
  }, SETUP_MS);
  afterAll(() => product.stop());

  const fresh = () => {
    made += 1;
    return `fresh-${made}@people.example`;
  };

  const invite = ({ admin }: Tenant, email: string) => people.invite(admin.tokens.id, email);

  /** Somebody who has signed in to Acme, and is a user of Initech too. */
  const somebody = async (): Promise<Person> => {
    const email = fresh();
    await invite(acme, email);
    const person = await people.enter(acme.clientId, email);
    await invite(initech, email);
    return person;
  };

  const ask = (token: string, username: string, email: string) =>
    people.call('control', `PUT users/${username}/email`, { token, body: { email } });

  const confirm = (token: string, username: string, code: string | undefined) =>
    people.call('control', `POST users/${username}/email/confirm`, { token, body: { code } });

  const addressIn = async ({ admin }: Tenant, username: string) => {
    const { body } = await people.call('control', `GET users/${username}`, {
      token: admin.tokens.id,
    });
    return body.email;
  };

  /** Where the pool, Acme and Initech say that a person is. */
  const addressesOf = async ({ username }: Person) => {
    const get = new AdminGetUserCommand({ UserPoolId: acme.userPoolId, Username: username });
    const { UserAttributes } = await people.cognito.send(get);
    const inPool = UserAttributes?.find(({ Name }) => Name === 'email')?.Value;
    return [inPool, await addressIn(acme, username), await addressIn(initech, username)];
  };

  it('is changed by the mailed code, in every tenant, and is signed in by with the same password', async () => {
    const person = await somebody();
    const to = fresh();
    const { id } = person.tokens;
    const asked = await ask(id, person.username, to);

    const confirmed = await confirm(id, person.username, codeIn(await people.mailTo(to)));

    expect([asked.status, confirmed.status]).toEqual([202, 200]);
    expect(await addressesOf(person)).toEqual([to, to, to]);
    const tokens = await people.signIn({ clientId: initech.clientId, email: to });
    expect(claimsIn(tokens.id)).toMatchObject({ sub: person.username, email: to });
    const old = { clientId: acme.clientId, email: person.email };
    await expect(people.signIn(old)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await people.mailTo(person.email))[0]?.body).toContain('another address');
  });

  it('leaves the old one to whoever comes', async () => {
    const person = await somebody();
    const to = fresh();
    await ask(person.tokens.id, person.username, to);
    await confirm(person.tokens.id, person.username, codeIn(await people.mailTo(to)));

    const next = await invite(acme, person.email);

    expect(next).not.toBe(person.username);
    expect(await addressIn(acme, next)).toBe(person.email);
  });

  it.each([
    ['of another tenant of the person', () => initech.admin, 409],
    ['of its own tenant, once it has signed in', () => acme.admin, 409],
  ])('is not for an admin %s', async (_what, admin, status) => {
    const person = await somebody();
    const to = fresh();

    const asked = await ask(admin().tokens.id, person.username, to);

    expect(asked.status).toBe(status);
    expect(JSON.stringify(asked.body)).not.toMatch(/tenant|acme|initech/i);
    expect(await addressesOf(person)).toEqual(Array(3).fill(person.email));
    expect(await people.mailTo(to)).toEqual([]);
  });

  it('is not for the admin of a tenant that the person is in no longer, or never was', async () => {
    const { user } = acme;

    const answers = await Promise.all([
      ask(initech.admin.tokens.id, user.username, fresh()),
      confirm(initech.admin.tokens.id, user.username, '12345678'),
      ask(initech.user.tokens.id, user.username, fresh()),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 403, 403]);
    expect(await addressIn(acme, user.username)).toBe(user.email);
  });

  it('does not change by wrong codes, of which five end the right one', async () => {
    const person = await somebody();
    const { id } = person.tokens;
    const to = fresh();
    await ask(id, person.username, to);
    const code = codeIn(await people.mailTo(to));
    const wrong = Array.from({ length: 5 }, (_, n) => String((Number(code) + n + 1) % 1e8));

    const statuses = [];
    for (const each of [...wrong.map((text) => text.padStart(8, '0')), code]) {
      statuses.push((await confirm(id, person.username, each)).status);
    }

    expect(statuses).toEqual([400, 400, 400, 400, 400, 404]);
    expect(await addressesOf(person)).toEqual(Array(3).fill(person.email));
  });

  it('cannot be somebody’s, which nobody learns before the mail is read there', async () => {
    const person = await somebody();
    const { id } = person.tokens;
    const before = await ask(id, person.username, fresh());
    const asked = await ask(id, person.username, acme.user.email);

    const confirmed = await confirm(
      id,
      person.username,
      codeIn(await people.mailTo(acme.user.email)),
    );

    expect(asked).toMatchObject({ status: before.status, body: before.body });
    expect([confirmed.status, confirmed.body.code]).toEqual([409, 'AddressTaken']);
    expect(await addressesOf(person)).toEqual(Array(3).fill(person.email));
    expect(await addressIn(acme, acme.user.username)).toBe(acme.user.email);
  });

  it('is corrected by an admin for somebody who was invited by a wrong one, whose password dies', async () => {
    const wrong = fresh();
    const right = fresh();
    const username = await invite(acme, wrong);
    const [invitation] = await people.mailTo(wrong);
    const password = /password is (\S+?)\.?$/.exec(invitation?.body ?? '')?.[1] ?? PASSWORD;

    const corrected = await ask(acme.admin.tokens.id, username, right);

    expect([corrected.status, corrected.body.email]).toEqual([202, right]);
    const old = { clientId: acme.clientId, email: wrong, password };
    await expect(people.signIn(old)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await people.enter(acme.clientId, right)).username).toBe(corrected.body.username);
    const { body } = await people.call('control', 'GET users?limit=100', {
      token: acme.admin.tokens.id,
    });
    const listed = body.users.map(({ email }: { email: string }) => email);
    expect([listed.includes(right), listed.includes(wrong)]).toEqual([true, false]);
  });
});
