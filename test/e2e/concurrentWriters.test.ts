import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { isolationPeople, SETUP_MS } from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';

const ROUNDS = 100;
const ROUNDS_MS = 60_000;

const Created = z.object({ productId: z.string() });

describe('two writers of one product', () => {
  let product: Product;
  /** The tokens of two admins of one tenant. */
  let writers: readonly [string, string];

  beforeAll(async () => {
    product = await startProduct();
    const people = isolationPeople(product);
    const { admin } = await people.onboard('Acme', 'premium');
    await people.invite(admin.tokens.id, 'second@acme.example', 'TenantAdmin');
    const second = await people.enter(admin.clientId, 'second@acme.example');
    writers = [admin.tokens.id, second.tokens.id];
  }, SETUP_MS);
  afterAll(() => product.stop());

  const ask = async (request: string, token: string, more: { body?: object; etag?: string }) => {
    const [method = '', path = ''] = request.split(' ');
    const answer = await fetch(`${product.outputs.AppApiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(more.etag !== undefined && { 'if-match': more.etag }),
      },
      ...(more.body && { body: JSON.stringify(more.body) }),
    });
    const { status, headers } = answer;
    return { status, etag: headers.get('etag') ?? '', body: await answer.text() };
  };

  const create = async () => {
    const { etag, body } = await ask('POST products', writers[0], {
      body: { name: '0', price: 0 },
    });
    return { etag, path: `products/${Created.parse(JSON.parse(body)).productId}` };
  };

  /** Both write at once, each its own name, on the same ETag. */
  const race = (path: string, etag: string, round: number) =>
    Promise.all(
      writers.map((token, index) =>
        ask(`PUT ${path}`, token, { etag, body: { name: `${round} of ${index}`, price: round } }),
      ),
    );

  it(
    `are answered 200 and 412 where both name the ETag that they saw, ${ROUNDS} times`,
    async () => {
      const { path, etag: first } = await create();
      let etag = first;
      const outcomes: { statuses: number[]; isWinners: boolean }[] = [];

      for (let round = 1; round <= ROUNDS; round += 1) {
        const answers = await race(path, etag, round);
        const winner = answers.find(({ status }) => status === 200);
        const now = await ask(`GET ${path}`, writers[round % 2] ?? '', {});
        const statuses = answers.map(({ status }) => status).sort();
        outcomes.push({
          statuses,
          isWinners: now.etag === winner?.etag && now.body === winner.body,
        });
        etag = now.etag;
      }

      expect(outcomes).toEqual(Array(ROUNDS).fill({ statuses: [200, 412], isWinners: true }));
    },
    ROUNDS_MS,
  );

  it('are both answered 200 where neither names one, and one of them wins', async () => {
    const { path } = await create();

    const answers = await Promise.all(
      writers.map((token, index) =>
        ask(`PUT ${path}`, token, { body: { name: `${index}`, price: 1 } }),
      ),
    );

    const now = await ask(`GET ${path}`, writers[0], {});
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ etag }) => etag)).toContain(now.etag);
  });
});
