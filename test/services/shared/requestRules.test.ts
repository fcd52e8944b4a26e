import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Run } from '../../../services/shared/declaredRoute.ts';
import { httpRoutes } from '../../../services/shared/httpRoute.ts';
import { aTenantId } from '../../support/builders.ts';
import { aProxyEvent, problemOf } from '../../support/proxyEvent.ts';

const note = {
  says: 'Takes a note.',
  roles: 'everybody',
  request: z.object({
    body: z.strictObject({
      text: z.string().min(1),
      colour: z.enum(['red', 'blue']).optional(),
      copies: z.int().min(1).max(9).optional(),
      tenantId: z.string().optional(),
    }),
    query: z.object({ limit: z.coerce.number().default(5), tenantId: z.string().optional() }),
  }),
  replies: { 200: { says: 'The request.', body: z.unknown() } },
} as const;

const echo: Run<typeof note> = async (request) => ({ status: 200, body: request });

const ask = (more: object = {}) =>
  httpRoutes(
    { routes: { 'POST /notes': note } },
    { 'POST /notes': echo },
  )(aProxyEvent({ httpMethod: 'POST', resource: '/notes', body: '{"text":"hi"}', ...more }));

const asking = (body: object) => ask({ body: JSON.stringify(body) });

const of = (tenantId: string) => ({ requestContext: { requestId: '1', authorizer: { tenantId } } });

describe('a blank field', () => {
  it('is not given where it is optional', async () => {
    const answer = await asking({ text: 'hi', colour: ' ', copies: null });

    expect(JSON.parse(answer.body)).toEqual({ body: { text: 'hi' }, query: { limit: 5 } });
  });

  it.each([
    ['', 'must not be empty'],
    [null, 'must be text'],
  ])('is wrong where it is required: %p', async (text, message) => {
    expect(problemOf(await asking({ text })).fields).toEqual([{ path: 'text', message }]);
  });
});

describe('a body', () => {
  it('may begin with a byte order mark', async () => {
    const answer = await ask({ body: '\ufeff{"text":"hi"}' });

    expect(answer.statusCode).toBe(200);
  });

  it('may be JSON whatever its content type says', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };

    expect((await ask({ headers })).statusCode).toBe(200);
  });

  it.each([
    ['text=hi&colour=red', 'application/x-www-form-urlencoded', 'is that of a form: send a JSON'],
    ['--x\r\n', 'multipart/form-data; boundary=x', 'is that of a form: send a JSON'],
    ['<text>hi</text>', 'text/xml', 'is not JSON: send a JSON'],
    ['{"text":"a=b"', 'application/json', 'is not JSON: send a JSON'],
    ['', 'application/json', 'is empty: send a JSON'],
  ])('is told what to send instead of %j', async (body, contentType, said) => {
    const answer = await ask({ body, headers: { 'Content-Type': contentType } });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer)).toMatchObject({
      code: 'InvalidJson',
      message: expect.stringContaining(said),
    });
  });
});

describe('a query', () => {
  it('is refused by the name of a parameter that the route does not know', async () => {
    const answer = await ask({ queryStringParameters: { limits: '3', 'utm source': 'x' } });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields).toEqual([
      { path: 'limits', message: 'is not a parameter of this request; did you mean limit?' },
      { path: 'utm source', message: 'is not a parameter of this request' },
    ]);
  });

  it('is refused together with wrong fields', async () => {
    const answer = await ask({ body: '{}', queryStringParameters: { page: '3' } });

    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['text', 'page']);
  });

  it('is refused where the route takes none', async () => {
    const bare = { ...note, request: note.request.pick({ body: true }) };
    const answer = await httpRoutes(
      { routes: { 'POST /notes': bare } },
      { 'POST /notes': async () => ({ status: 200, body: 'done' }) as const },
    )(
      aProxyEvent({
        httpMethod: 'POST',
        resource: '/notes',
        body: '{"text":"hi"}',
        queryStringParameters: { limit: '3' },
      }),
    );

    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['limit']);
  });
});

describe('a tenantId', () => {
  const named = { body: JSON.stringify({ text: 'hi', tenantId: aTenantId(2) }) };

  it.each([
    ['a body', named],
    ['a query', { queryStringParameters: { tenantId: aTenantId(2) } }],
  ])('of another tenant is refused by name in %s', async (_where, more) => {
    const answer = await ask({ ...of(aTenantId(1)), ...more });

    expect(answer.statusCode).toBe(403);
    expect(problemOf(answer)).toMatchObject({
      code: 'ForeignTenant',
      fields: [{ path: 'tenantId', message: expect.stringContaining('name your own') }],
    });
  });

  it('of the caller’s own tenant is none of that', async () => {
    expect((await ask({ ...of(aTenantId(2)), ...named })).statusCode).toBe(200);
  });

  it('of any tenant may be named by somebody who is of none', async () => {
    expect((await ask(named)).statusCode).toBe(200);
  });
});

describe('what is wrong', () => {
  it.each([
    [{ text: 7 }, 'text', 'must be text'],
    [{ text: 'hi', colour: 'green' }, 'colour', 'must be one of "red", "blue"'],
    [{ text: 'hi', copies: 0 }, 'copies', 'must be at least 1'],
    [{ text: 'hi', copies: 10 }, 'copies', 'must be at most 9'],
    [{ text: 'hi', copies: 1.5 }, 'copies', 'must be a whole number'],
    [{}, 'text', 'is required'],
  ])('is said in words of ours: %j', async (body, path, message) => {
    expect(problemOf(await asking(body)).fields).toEqual([{ path, message }]);
  });

  it('is said of a body that is no object', async () => {
    expect(problemOf(await ask({ body: '[]' })).message).toBe('body must be an object');
  });
});
