import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { Joining } from '../../../services/identity/person.ts';
import { MOST_TRIES } from '../../../services/mail/mailedCode.ts';
import { aMember, aUlid } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import { ada, bob, bobElsewhere, CODE, callers, user, usersApiOn } from '../../support/usersApi.ts';
import { addresses, ask, confirm, email, moved, unmoved } from './changedAddress.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const usersApi = usersApiOn(() => engine);

describe('confirmAddress', () => {
  it('changes the address in Cognito, in every tenant and of the person together', async () => {
    const api = await usersApi();
    await ask(api);

    const answer = await confirm(api);

    expect([answer.statusCode, JSON.parse(answer.body).email]).toEqual([200, email]);
    expect(await addresses(api)).toEqual(moved);
  });

  it('tells each tenant of the person', async () => {
    const api = await usersApi();
    await ask(api);

    await confirm(api);
    await confirm(api);

    const told = api.bus.sent.map(({ DetailType, detail }) => [DetailType, detail['data']]);
    const data = { userId: bob.username, email, formerEmail: bob.email };
    expect(told).toEqual([
      ['UserEmailChanged', { tenantId: bob.tenantId, ...data }],
      ['UserEmailChanged', { tenantId: bobElsewhere.tenantId, ...data }],
    ]);
  });

  it('answers 200 again for a right code that comes again', async () => {
    const api = await usersApi();
    await ask(api);
    const first = await confirm(api);

    expect(await confirm(api)).toEqual(first);
  });

  it('answers two right codes at the same moment with 200', async () => {
    const api = await usersApi();
    await ask(api);

    const answers = await Promise.all([confirm(api), confirm(api)]);

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await addresses(api)).toEqual(moved);
  });

  it('gives an address whose person is closed, and deletes the user that was made there since', async () => {
    const api = await usersApi();
    const there = aMember(5, { tenantId: ada.tenantId, membershipId: aUlid(12), email });
    const { people } = api.ports;
    await people.begin(there, false);
    await people.close({ ...there, isJoining: true }, aUlid(13));
    await people.markClosed(there, aUlid(13), aUlid(14));
    api.put(there, { username: 'stray', createdAt: fixedNow(), hasSignedIn: false });
    await ask(api);

    const answer = await confirm(api);

    expect(answer.statusCode).toBe(200);
    expect(await addresses(api)).toEqual(moved);
  });

  it('refuses a wrong code, and after five every code', async () => {
    const api = await usersApi();
    await ask(api);

    const wrong = [];
    for (let n = 0; n < MOST_TRIES; n += 1) wrong.push(await confirm(api, `8765432${n}`));

    expect(wrong.map((one) => problemOf(one).code)).toEqual(Array(MOST_TRIES).fill('WrongCode'));
    expect((await confirm(api)).statusCode).toBe(404);
    expect(await addresses(api)).toEqual(unmoved);
  });

  it('takes no code an hour later', async () => {
    const api = await usersApi();
    const past = new Date(fixedNow().getTime() - 60 * 60 * 1_000);
    api.ports.now = () => past;
    await ask(api);

    expect((await confirm(api)).statusCode).toBe(404);
    expect(await addresses(api)).toEqual(unmoved);
  });

  it('takes the code of the latest mail only', async () => {
    const api = await usersApi();
    await ask(api);
    api.ports.newCode = () => '87654321';
    await ask(api, 'newer@example.com');

    expect(problemOf(await confirm(api)).code).toBe('WrongCode');
    expect((await confirm(api, '87654321')).statusCode).toBe(200);
    expect((await api.get(bob))?.email).toBe('newer@example.com');
  });

  it.each([
    ['somebody of the pool', undefined],
    ['a user that no membership counts', 'stray@example.com'],
  ])('says so to who reads mail at an address that %s has', async (_what, stray) => {
    const api = await usersApi();
    const to = stray ?? ada.email;
    const anybody = { username: 'other', createdAt: fixedNow(), hasSignedIn: true };
    if (stray !== undefined) api.put({ ...bob, email: stray }, anybody);
    await ask(api, to);

    const answer = await confirm(api);

    expect([answer.statusCode, problemOf(answer).code]).toEqual([409, 'AddressTaken']);
    expect(await addresses(api)).toEqual(unmoved);
  });

  it.each([
    ['somebody else', { ...callers.TenantAdmin }, bob.username, 403],
    ['an operator', callers.SystemAdmin, bob.username, 403],
    ['somebody whom no code was mailed for', callers.TenantUser, user.username, 404],
  ])('is for nobody but the person: %s', async (_what, caller, username, status) => {
    const api = await usersApi();
    await ask(api);

    const answer = await api.call(caller, 'POST /users/{username}/email/confirm', {
      params: { username },
      body: { code: CODE },
    });

    expect(answer.statusCode).toBe(status);
    expect(await addresses(api)).toEqual(unmoved);
  });

  it('ends the beginning of a membership that was cut off', async () => {
    const api = await usersApi();
    const begun = Joining.parse(aMember(2, { tenantId: ada.tenantId, membershipId: aUlid(11) }));
    await api.ports.people.begin(begun, false);
    await ask(api);

    const answer = await confirm(api);

    expect(answer.statusCode).toBe(200);
    expect(await addresses(api)).toEqual(moved);
    expect(await api.ports.people.joining(begun)).toBeUndefined();
  });
});
