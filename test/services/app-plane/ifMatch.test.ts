import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { orders } from '../../../services/app-plane/orders.ts';
import { products } from '../../../services/app-plane/products.ts';
import { shardKey } from '../../../services/shared/tenantTableKey.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import { versionedApi } from '../../support/versionedApi.ts';

/** More than the SDK tries. */
const ALL = 100;

const tea = { name: 'Tea', price: 4.2 };
const coffee = { name: 'Coffee', price: 5 };
const order = { orderName: 'Monday', lines: [{ productId: 'p', quantity: 2 }] };

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  await engine.table('pooled');
});
afterAll(() => engine.destroy());

/** An API that holds one tea, with its id and its ETag. */
const withTea = async () => {
  const api = versionedApi(engine);
  const { body, etag } = await api('POST', { body: tea });
  return { api, etag, id: String(JSON.parse(body).productId) };
};

/** A tea of a release that kept no versions. */
const withOldTea = async (id: string) => {
  const shard = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 10;
  await engine.call('dynamodb', 'PutItem', {
    TableName: 'pooled',
    Item: {
      pk: { S: shardKey(aTenantId(1), shard) },
      sk: { S: `product#${id}` },
      id: { S: id },
      name: { S: 'Tea' },
      price: { N: '4.2' },
    },
  });
  const api = versionedApi(engine);
  return { api, id, etag: (await api('GET', { id })).etag };
};

const loseAnswers = (times: number) =>
  engine.engine.faults.add({
    service: 'dynamodb',
    operation: 'PutItem',
    error: 'InternalServerError',
    when: 'after',
    times,
  });

describe('the ETag of a row', () => {
  it.each([
    [products, tea],
    [orders, order],
  ])(
    'is a strong one, the same in every answer until the next write: %#',
    async (resource, body) => {
      const api = versionedApi(engine, { resource });

      const made = await api('POST', { body });
      const id = String(JSON.parse(made.body)[`${resource.kind}Id`]);
      const replaced = await api('PUT', { id, body });

      expect(made.etag).toMatch(/^"[\w-]+"$/);
      expect(replaced.etag).toMatch(/^"[\w-]+"$/);
      expect(replaced.etag).not.toBe(made.etag);
      expect((await api('GET', { id })).etag).toBe(replaced.etag);
    },
  );

  it('is never the one of an earlier row like it', async () => {
    const { api, id, etag } = await withTea();

    const second = await api('PUT', { id, body: coffee });
    const third = await api('PUT', { id, body: tea });

    expect(new Set([etag, second.etag, third.etag]).size).toBe(3);
  });

  it('may be read by scripts of other origins', async () => {
    const { api, id } = await withTea();

    const { headers } = await api('GET', { id });

    expect(headers.get('access-control-expose-headers')).toBe('ETag');
  });

  it('is in no body, and in no list', async () => {
    const { api, id } = await withTea();

    const [one, list] = [await api('GET', { id }), await api('GET')];

    expect(JSON.parse(one.body)).toEqual({ productId: id, ...tea });
    expect(list.etag).toBe('');
    expect(JSON.parse(list.body).products).toContainEqual({ productId: id, ...tea });
  });

  it('is there for a row of a release that kept no versions, and goes with the next write', async () => {
    const { api, id, etag } = await withOldTea(aUlid(1));

    const replaced = await api('PUT', { id, body: coffee, ifMatch: etag });
    const repeated = await api('PUT', { id, body: tea, ifMatch: etag });

    expect([replaced.statusCode, repeated.statusCode]).toEqual([200, 412]);
    expect((await api('GET', { id })).etag).toBe(replaced.etag);
  });
});

const methods = [
  ['PUT', 200],
  ['DELETE', 204],
] as const;

const bodyFor = (method: string) => (method === 'PUT' ? coffee : undefined);

describe.each(methods)('If-Match of %s', (method, done) => {
  const body = bodyFor(method);

  it.each([
    ['the ETag', (etag: string) => etag],
    ['*', () => '*'],
    ['a list with the ETag', (etag: string) => `"x,y", W/"z" ,${etag}`],
    ['a list with empty elements', (etag: string) => `, ${etag},,`],
    ['nothing', () => undefined],
  ])('lets the write happen for %s', async (_what, ifMatch) => {
    const { api, id, etag } = await withTea();

    const answer = await api(method, { id, body, ifMatch: ifMatch(etag) });

    expect(answer.statusCode).toBe(done);
    const after = await api('GET', { id });
    expect(after.statusCode === 404 ? undefined : JSON.parse(after.body).name).toBe(body?.name);
  });

  it.each([
    ['another ETag', () => '"x"'],
    ['an empty ETag', () => '""'],
    ['the ETag as a weak one', (etag: string) => `W/${etag}`],
    ['a list without the ETag', () => '"x", "y"'],
    ['what a row without a version has', () => '"0"'],
  ])('is answered 412 for %s, and nothing is written', async (_what, ifMatch) => {
    const { api, id, etag } = await withTea();

    const answer = await api(method, { id, body, ifMatch: ifMatch(etag) });

    expect(answer.statusCode).toBe(412);
    expect(problemOf(answer)).toMatchObject({
      code: 'PreconditionFailed',
      message: expect.stringContaining(`the product ${id} has changed`),
    });
    expect(await api('GET', { id })).toMatchObject({ etag, body: expect.stringContaining('Tea') });
  });

  it.each([
    ['"x"', 412],
    ['"0"', 412],
    ['*', 412],
    [undefined, 404],
  ])('for %s is answered %i where there is no row, and makes none', async (ifMatch, status) => {
    const [api, id] = [versionedApi(engine), aUlid(99)];

    const answer = await api(method, { id, body, ifMatch });

    expect(answer.statusCode).toBe(status);
    expect((await api('GET', { id })).statusCode).toBe(404);
  });

  it.each(['x', '', 'W/', '*, "x"'])('is answered 400 for %j', async (ifMatch) => {
    const { api, id, etag } = await withTea();

    const answer = await api(method, { id, body, ifMatch });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['if-match']);
    expect((await api('GET', { id })).etag).toBe(etag);
  });

  it('reaches no row of another tenant', async () => {
    const { api, id, etag } = await withTea();

    const answer = await versionedApi(engine, { tenant: 2 })(method, { id, body, ifMatch: etag });

    expect(answer.statusCode).toBe(412);
    expect((await api('GET', { id })).etag).toBe(etag);
  });
});

describe('a write whose answer is lost', () => {
  it('is done once when the table’s answer is lost: the function knows its own write', async () => {
    const { api, id, etag } = await withTea();
    loseAnswers(1);

    const answer = await api('PUT', { id, body: coffee, ifMatch: etag });

    expect(answer.statusCode).toBe(200);
    expect((await api('GET', { id })).etag).toBe(answer.etag);
  });

  it('is answered 412 when the caller repeats it, and the ETag of a GET tells that it was done', async () => {
    const { api, id, etag } = await withTea();
    loseAnswers(ALL);

    const lost = await api('PUT', { id, body: coffee, ifMatch: etag });
    engine.engine.faults.clear();
    const repeated = await api('PUT', { id, body: coffee, ifMatch: etag });
    const now = await api('GET', { id });
    const next = await api('PUT', { id, body: tea, ifMatch: now.etag });

    expect([lost.statusCode, repeated.statusCode]).toEqual([503, 412]);
    expect(now.etag).not.toBe(etag);
    expect(JSON.parse(now.body)).toEqual({ productId: id, ...coffee });
    expect(next.statusCode).toBe(200);
  });
});

describe('writers without If-Match', () => {
  it('overwrite each other: the last one wins', async () => {
    const { api, id } = await withTea();

    const first = await api('PUT', { id, body: coffee });
    const second = await api('PUT', { id, body: { ...tea, sku: 'T1' } });

    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect((await api('GET', { id })).etag).toBe(second.etag);
  });
});
