import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { virtualClock } from '../../../../support/virtualClock.ts';
import { deployedApi, type Endpoint } from '../deployedApi.ts';
import { invocationUri, type Run } from '../fakeLambda.ts';

const ENDPOINTS: Endpoint[] = [
  { path: '/orders', verb: 'GET' },
  { path: '/orders/{id}', verb: 'GET' },
];

const REQUEST: JsonObject = {
  type: 'REQUEST',
  authorizerUri: invocationUri('guard'),
  identitySource: 'method.request.header.Authorization',
  authorizerResultTtlInSeconds: 60,
};

const answer = (statement: JsonObject, more: JsonObject = {}): JsonObject => ({
  principalId: 'user-1',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*', ...statement }],
  },
  ...more,
});

describe('a Lambda authorizer', () => {
  let served: Awaited<ReturnType<typeof deployedApi>>;
  afterEach(() => served.destroy());

  const serve = async (guard: Run, authorizer: JsonObject = REQUEST) => {
    const { clock, advance } = virtualClock();
    served = await deployedApi({
      functions: { guard, handler: () => ({ statusCode: 200, body: '{}' }) },
      authorizer,
      endpoints: ENDPOINTS,
      clock,
    });
    const get = (path: string, authorization?: string) =>
      served.fetch(path, { headers: authorization === undefined ? {} : { authorization } });
    const calls = (name: string) => served.invoked.filter((call) => call.functionName === name);
    return { get, calls, advance };
  };

  it('is asked with the REQUEST event, as its own resource', async () => {
    const { get, calls } = await serve(() => answer({}));

    await get('/orders/7?full=1', 'Bearer a');

    const [call] = calls('guard');
    const api = `arn:aws:execute-api:us-east-1:000000000000:${served.restApiId}`;
    expect(call?.event).toMatchObject({
      type: 'REQUEST',
      methodArn: `${api}/prod/GET/orders/7`,
      resource: '/orders/{id}',
      path: '/orders/7',
      httpMethod: 'GET',
      headers: { authorization: 'Bearer a' },
      queryStringParameters: { full: '1' },
      pathParameters: { id: '7' },
      stageVariables: {},
      requestContext: { apiId: served.restApiId, stage: 'prod' },
    });
    expect(call?.principal).toMatchObject({
      kind: 'service',
      sourceArn: `${api}/authorizers/${served.authorizerId}`,
    });
  });

  it('gives its context to the function as text', async () => {
    const { get, calls } = await serve(() =>
      answer({}, { context: { tenantId: 't1', level: 3, admin: false } }),
    );

    await get('/orders', 'Bearer a');

    expect(calls('handler')[0]?.event['requestContext']).toMatchObject({
      authorizer: { principalId: 'user-1', tenantId: 't1', level: '3', admin: 'false' },
    });
  });

  it('is not asked when an identity source is missing', async () => {
    const { get, calls } = await serve(() => answer({}));

    const response = await get('/orders');

    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
    expect(calls('guard')).toEqual([]);
  });

  it.each([
    [{ Effect: 'Deny' }, 'User is not authorized to access this resource with an explicit deny'],
    [{ Resource: 'arn:aws:execute-api:*/else' }, 'User is not authorized to access this resource'],
  ])('denies by %j', async (statement, Message) => {
    const { get, calls } = await serve(() => answer(statement));

    const response = await get('/orders', 'Bearer a');

    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(await response.json()).toEqual({ Message });
    expect(calls('handler')).toEqual([]);
  });

  it('answers 401 when the function throws Unauthorized', async () => {
    const { get } = await serve(() => Promise.reject(new Error('Unauthorized')));

    const response = await get('/orders', 'Bearer a');

    expect(response.status).toBe(401);
    expect(response.headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
  });

  it.each<[string, Run]>([
    ['throws anything else', () => Promise.reject(new Error('boom'))],
    ['answers nothing', () => null],
    ['answers no policy', () => ({ principalId: 'user-1' })],
    ['answers a condition', () => answer({ Condition: { Bool: {} } })],
  ])('answers 500 when the function %s', async (_, guard) => {
    const { get, calls } = await serve(guard);

    const response = await get('/orders', 'Bearer a');

    expect(response.status).toBe(500);
    expect(response.headers.get('x-amzn-errortype')).toBe('AuthorizerConfigurationException');
    expect(await response.json()).toEqual({ message: null });
    expect(calls('handler')).toEqual([]);
  });

  it('is cached by the identity, and its policy holds for each path', async () => {
    const resource = 'arn:aws:execute-api:*/GET/orders';
    const { get, calls, advance } = await serve(() => answer({ Resource: resource }));

    expect((await get('/orders', 'Bearer a')).status).toBe(200);
    expect((await get('/orders/7', 'Bearer a')).status).toBe(403);
    expect(calls('guard')).toHaveLength(1);
    expect((await get('/orders', 'Bearer b')).status).toBe(200);
    expect(calls('guard')).toHaveLength(2);

    await advance(60_000);
    await get('/orders', 'Bearer a');
    expect(calls('guard')).toHaveLength(3);
  });

  it('is asked every time at a lifetime of 0', async () => {
    const { get, calls } = await serve(() => answer({}), {
      ...REQUEST,
      authorizerResultTtlInSeconds: 0,
    });

    await get('/orders', 'Bearer a');
    await get('/orders', 'Bearer a');

    expect(calls('guard')).toHaveLength(2);
  });

  it('acts as its role when it has one', async () => {
    const authorizerCredentials = 'arn:aws:iam::000000000000:role/asker';
    const { get, calls } = await serve(() => answer({}), { ...REQUEST, authorizerCredentials });

    await get('/orders', 'Bearer a');

    expect(calls('guard')[0]?.principal).toMatchObject({ kind: 'role', roleName: 'asker' });
  });

  it('of type TOKEN sees the token, once it has the right form', async () => {
    const { get, calls } = await serve(() => answer({}), {
      ...REQUEST,
      type: 'TOKEN',
      identityValidationExpression: 'Bearer .+',
    });

    const refused = await get('/orders', 'Basic a');
    const allowed = await get('/orders', 'Bearer a');

    expect(refused.status).toBe(401);
    expect(allowed.status).toBe(200);
    expect(calls('guard').map((call) => call.event)).toMatchObject([
      { type: 'TOKEN', authorizationToken: 'Bearer a' },
    ]);
  });
});
