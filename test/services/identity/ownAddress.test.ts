import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { putAddress } from '../../../services/identity/ownAddress.ts';
import { tooMany } from '../../../services/shared/reply.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import { ada, bob, CODE, callers, usersApiOn } from '../../support/usersApi.ts';
import { addresses, asBob, ask, confirm, email, moved, unmoved } from './changedAddress.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const usersApi = usersApiOn(() => engine);

describe('putAddress', () => {
  it('mails a code to the new address and word to the old one, and changes nothing', async () => {
    const api = await usersApi();

    const answer = await ask(api);

    expect(answer.statusCode).toBe(202);
    expect(api.sent).toEqual([
      { to: email, text: expect.stringContaining(CODE) },
      { to: bob.email, text: expect.not.stringContaining(CODE) },
    ]);
    expect(await addresses(api)).toEqual(unmoved);
  });

  it('answers the same, to the byte, whether somebody has the address or nobody', async () => {
    const api = await usersApi();

    const [taken, free] = [await ask(api, ada.email), await ask(api)];

    expect(taken).toEqual(free);
    expect(api.sent.map(({ to }) => to)).toEqual([ada.email, bob.email, email, bob.email]);
  });

  it.each([
    ['one person', () => asBob],
    [
      'one address',
      (n: number) => [callers.TenantAdmin, asBob, callers.TenantUser][n % 3] ?? asBob,
    ],
  ])('mails three codes an hour for %s, and answers the fourth the same', async (_what, who) => {
    const api = await usersApi();

    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await ask(api, email, who(n)));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202]);
    expect(api.sent.filter(({ to }) => to === email)).toHaveLength(3);
  });

  it('refuses the address that the person has', async () => {
    const answer = await ask(await usersApi(), bob.email);

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['email']);
  });

  it('refuses another change until no run of the one before can be under way', async () => {
    const api = await usersApi();
    await ask(api);
    await confirm(api);

    const answer = await ask(api, 'newer@example.com');

    expect([answer.statusCode, problemOf(answer).code]).toEqual([409, 'AddressJustChanged']);
  });

  it('ends a move that was cut off, and says that it was just made', async () => {
    const api = await usersApi();
    await ask(api);
    const { publish } = api.ports;
    api.ports.publish = () => Promise.reject(new Error('crash'));
    await confirm(api);
    api.ports.publish = publish;

    const answer = await ask(api, 'newer@example.com');

    expect(answer.statusCode).toBe(409);
    expect(await addresses(api)).toEqual(moved);
  });

  it.each([
    ['TenantAdmin', 429, 1],
    ['TenantUser', 403, 0],
  ] as const)('has what a %s asks for another corrected: %i', async (role, status, corrections) => {
    const { ports } = await usersApi();
    let corrected = 0;
    const put = putAddress(ports, async () => {
      corrected += 1;
      return tooMany('another day', 1);
    });

    const request = { caller: callers[role], params: { username: bob.username }, query: {} };
    const answer = await put({ ...request, body: { email } });

    expect([answer.status, corrected]).toEqual([status, corrections]);
  });

  it('answers 404 to somebody whose removal has begun', async () => {
    const api = await usersApi();
    await api.leave(bob);

    expect((await ask(api)).statusCode).toBe(404);
    expect(api.sent).toEqual([]);
  });
});
