import { describe, expect, it } from '@jest/globals';
import type { Row } from '../../../services/app-plane/tenantRows.ts';
import { aUlid } from '../../support/builders.ts';
import { fakeRows } from '../../support/fakes.ts';
import { aCaller, aProxyEvent, problemOf } from '../../support/proxyEvent.ts';
import { productsApi } from '../../support/resourceApi.ts';

const many = (count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({ id: aUlid(n + 1), name: `Tea ${n}`, price: n }));

const anApi = (rows: Row[]) => {
  const run = productsApi(() => fakeRows(rows));
  return (query?: Record<string, string>) =>
    run(
      aProxyEvent({
        resource: '/products',
        queryStringParameters: query ?? null,
        requestContext: { requestId: 'request-1', authorizer: aCaller() },
      }),
    );
};

const pageOf = (answer: {
  body: string;
}): { products: { productId: string }[]; nextToken?: string } => JSON.parse(answer.body);

describe('the list of resourceRoutes', () => {
  it('is empty where there is nothing', async () => {
    const answer = await anApi([])();

    expect(answer.statusCode).toBe(200);
    expect(pageOf(answer)).toEqual({ products: [] });
  });

  it('names rows by their kind’s id', async () => {
    const answer = await anApi(many(1))();

    expect(pageOf(answer).products).toEqual([{ productId: aUlid(1), name: 'Tea 0', price: 0 }]);
  });

  it('pages to the end by its own tokens', async () => {
    const api = anApi(many(7));

    const first = pageOf(await api({ limit: '3' }));
    const second = pageOf(await api({ limit: '3', nextToken: String(first.nextToken) }));
    const third = pageOf(await api({ limit: '3', nextToken: String(second.nextToken) }));

    const seen = [first, second, third].flatMap((page) =>
      page.products.map((row) => row.productId),
    );
    expect(third.nextToken).toBeUndefined();
    expect(seen).toEqual(many(7).map((row) => row.id));
  });

  it('gives 50 rows unless told', async () => {
    expect(pageOf(await anApi(many(60))()).products).toHaveLength(50);
  });

  it.each(['0', '-1', '101', '1.5', 'many', ''])('answers 400 to limit=%s', async (limit) => {
    const answer = await anApi([])({ limit });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map((field) => field.path)).toEqual(['limit']);
  });

  it.each(['x', '!!!', 'zzzz', 'fn4', '////', Buffer.from(`${aUlid(1)}~`).toString('base64url')])(
    'answers 400 to a nextToken that no list gave: %s',
    async (nextToken) => {
      const answer = await anApi(many(3))({ nextToken });

      expect(answer.statusCode).toBe(400);
      expect(problemOf(answer).fields?.map((field) => field.path)).toEqual(['nextToken']);
    },
  );
});
