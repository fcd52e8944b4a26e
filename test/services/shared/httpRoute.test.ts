import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Run } from '../../../services/shared/declaredRoute.ts';
import { TransientError } from '../../../services/shared/errors.ts';
import { httpRoutes } from '../../../services/shared/httpRoute.ts';
import { tooMany } from '../../../services/shared/reply.ts';
import { aProxyEvent, problemOf } from '../../support/proxyEvent.ts';

const Thing = z.object({
  body: z.strictObject({ name: z.string(), tags: z.array(z.string()).optional() }),
  params: z.object({ id: z.string() }),
  query: z.object({ limit: z.coerce.number().int().optional() }),
  headers: z.object({ 'x-key': z.string().optional() }),
  caller: z.object({ tenantId: z.string() }),
});

const thing = {
  says: 'Replaces a thing.',
  roles: 'everybody',
  request: Thing,
  replies: { 200: { says: 'The request.', body: z.unknown() } },
} as const;

const echo: Run<typeof thing> = async (request) => ({ status: 200, body: request });

const asking = (run: Run<typeof thing>, more: object = {}) =>
  httpRoutes(
    { routes: { 'PUT /things/{id}': thing } },
    { 'PUT /things/{id}': run },
  )(
    aProxyEvent({
      httpMethod: 'PUT',
      resource: '/things/{id}',
      pathParameters: { id: '1' },
      requestContext: { requestId: 'request-1', authorizer: { tenantId: 't' } },
      body: '{"name":"Tea"}',
      ...more,
    }),
  );

describe('a route', () => {
  it('takes body, path, query, headers and caller', async () => {
    const answer = await asking(echo, {
      queryStringParameters: { limit: '5' },
      headers: { 'X-Key': 'k', Accept: '*/*' },
    });

    expect(JSON.parse(answer.body)).toEqual({
      body: { name: 'Tea' },
      params: { id: '1' },
      query: { limit: 5 },
      headers: { 'x-key': 'k' },
      caller: { tenantId: 't' },
    });
  });

  it.each([
    ['Acme%20Corp', 'Acme Corp'],
    ['M%C3%BCller%20%26%20S%C3%B6hne', 'Müller & Söhne'],
    ['100%2525', '100%25'],
    ['a%2Fb', 'a/b'],
    ['a+b', 'a+b'],
  ])('audit 4: decodes the path parameter %s, once', async (id, plain) => {
    const answer = await asking(echo, { pathParameters: { id } });

    expect(JSON.parse(answer.body)).toMatchObject({ params: { id: plain } });
  });

  it.each(['%', '%zz', '%C3', '%FF'])(
    'audit 4: refuses the malformed path parameter %s',
    async (id) => {
      const answer = await asking(echo, { pathParameters: { id } });

      expect(answer.statusCode).toBe(400);
      expect(problemOf(answer).fields).toEqual([
        { path: 'id', message: 'is not percent-encoded UTF-8' },
      ]);
    },
  );

  it('reads a body that came in base64', async () => {
    const body = Buffer.from('{"name":"Grün"}').toString('base64');

    const answer = await asking(echo, { body, isBase64Encoded: true });

    expect(JSON.parse(answer.body)).toMatchObject({ body: { name: 'Grün' } });
  });

  it('names wrong fields without the part that they are in', async () => {
    const answer = await asking(echo, {
      body: '{"tags":[1]}',
      queryStringParameters: { limit: 'x' },
    });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer)).toMatchObject({
      code: 'InvalidRequest',
      fields: [{ path: 'name', message: 'is required' }, { path: 'tags.0' }, { path: 'limit' }],
    });
  });

  it('says each wrong field in its message', async () => {
    const answer = await asking(echo, { body: '{"name":"Tea","nam":1}' });

    expect(problemOf(answer).message).toBe(
      'nam is not a field of this request; did you mean name?',
    );
  });

  it('reads a body of exactly 64 KB', async () => {
    const frame = '{"name":""}'.length;
    const body = JSON.stringify({ name: 'a'.repeat(65_536 - frame) });

    expect((await asking(echo, { body })).statusCode).toBe(200);
    expect((await asking(echo, { body: `${body} ` })).statusCode).toBe(413);
  });

  it('counts bytes, not characters', async () => {
    const body = JSON.stringify({ name: '€'.repeat(22_000) });

    expect((await asking(echo, { body })).statusCode).toBe(413);
  });

  it('reads no body where the route takes none', async () => {
    const bodiless = {
      ...thing,
      request: z.object({ params: Thing.shape.params }),
      replies: { 204: { says: 'It is gone.' } },
    };
    const removing = httpRoutes(
      { routes: { 'DELETE /things/{id}': bodiless } },
      { 'DELETE /things/{id}': async () => ({ status: 204 }) },
    );

    const answer = await removing(
      aProxyEvent({
        httpMethod: 'DELETE',
        resource: '/things/{id}',
        pathParameters: { id: '1' },
        body: 'not JSON',
      }),
    );

    expect(answer).toMatchObject({ statusCode: 204, body: '' });
  });
});

describe('httpRoutes', () => {
  it('answers 404 to a route that it does not have', async () => {
    const answer = await asking(echo, { httpMethod: 'PATCH' });

    expect(answer.statusCode).toBe(404);
    expect(problemOf(answer)).toMatchObject({ code: 'NotFound', requestId: 'request-1' });
  });

  it('answers as JSON to any origin', async () => {
    expect((await asking(echo)).headers).toEqual({
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
    });
  });

  it('audit 2: names the limit, and when to come again, where no mail goes out', async () => {
    const spent = Object.assign(new Error('Exceeded daily email limit for the account'), {
      name: 'LimitExceededException',
    });

    const answer = await asking(() => Promise.reject(spent));

    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '300' } });
    expect(problemOf(answer)).toMatchObject({
      code: 'OutOfMail',
      message: expect.stringContaining('daily limit'),
    });
  });

  it('tells a caller, and scripts of web pages, when there is more', async () => {
    const answer = await asking(async () => tooMany('slow down', 17));

    expect(answer).toMatchObject({
      statusCode: 429,
      headers: {
        'content-type': 'application/json',
        'retry-after': '17',
        'access-control-expose-headers': 'Retry-After',
      },
    });
    expect(problemOf(answer)).toMatchObject({ code: 'TooManyRequests', message: 'slow down' });
  });

  it('answers 503 when a service did not', async () => {
    const answer = await asking(() => Promise.reject(new TransientError('table of secrets')));

    expect(answer.statusCode).toBe(503);
    expect(problemOf(answer).code).toBe('TryAgain');
  });

  it('answers 500 to what nobody foresaw, and gives nothing away', async () => {
    const answer = await asking(() => Promise.reject(new Error('table of secrets')));

    expect(answer.statusCode).toBe(500);
    expect(problemOf(answer)).toMatchObject({ code: 'InternalError', requestId: 'request-1' });
    expect(answer.body).not.toContain('secrets');
  });

  it('adds no request id to an answer that is no problem', async () => {
    const fine = async () => ({ status: 200, body: { a: 1 } }) as const;

    expect((await asking(fine)).body).toBe('{"a":1}');
  });
});

describe('a route for some roles', () => {
  const guarded = { ...thing, roles: ['TenantAdmin'] } as const;
  const done: Run<typeof guarded> = async () => ({ status: 200, body: 'done' });
  const ask = (authorizer: object | undefined) =>
    httpRoutes(
      { routes: { 'PUT /things/{id}': guarded } },
      { 'PUT /things/{id}': done },
    )(
      aProxyEvent({
        httpMethod: 'PUT',
        resource: '/things/{id}',
        pathParameters: { id: '1' },
        requestContext: { requestId: 'request-1', authorizer },
        body: '{"name":"Tea"}',
      }),
    );

  it('answers a caller of such a role', async () => {
    const answer = await ask({ userRole: 'TenantAdmin', tenantId: 't' });

    expect(answer.statusCode).toBe(200);
  });

  it.each([
    ['of another role', { userRole: 'TenantUser', tenantId: 't' }],
    ['of a role that is none', { userRole: 'Emperor', tenantId: 't' }],
    ['whom no authorizer has named', undefined],
  ])('refuses a caller %s, whatever the API let through', async (_who, authorizer) => {
    const answer = await ask(authorizer);

    expect(answer.statusCode).toBe(403);
    expect(problemOf(answer).code).toBe('Forbidden');
  });
});
