import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { virtualClock } from '../../../../support/virtualClock.ts';
import { deployedApi } from '../deployedApi.ts';
import type { Run } from '../fakeLambda.ts';

const ORDER = { path: '/orders/{id}', verb: 'ANY' };

const echo: Run = (event) => ({ statusCode: 200, body: JSON.stringify(event) });

describe('a Lambda proxy integration', () => {
  let served: Awaited<ReturnType<typeof deployedApi>>;
  afterEach(() => served.destroy());

  const serve = async (handler: Run, more: Partial<Parameters<typeof deployedApi>[0]> = {}) => {
    served = await deployedApi({ functions: { handler }, endpoints: [ORDER], ...more });
    return served;
  };

  it('hands the v1 event to the function', async () => {
    const { fetch, restApiId, invoked } = await serve(echo);

    await fetch('/orders/a%20b?tag=x&tag=y&q=%C3%A9', {
      method: 'POST',
      body: '{"n":1}',
      headers: { 'X-Custom': 'yes', 'user-agent': 'tests' },
    });

    expect(invoked[0]?.event).toMatchObject({
      resource: '/orders/{id}',
      path: '/orders/a%20b',
      httpMethod: 'POST',
      pathParameters: { id: 'a%20b' },
      queryStringParameters: { tag: 'y', q: 'é' },
      multiValueQueryStringParameters: { tag: ['x', 'y'], q: ['é'] },
      headers: { 'x-custom': 'yes' },
      multiValueHeaders: { 'x-custom': ['yes'] },
      stageVariables: null,
      body: '{"n":1}',
      isBase64Encoded: false,
      requestContext: {
        resourcePath: '/orders/{id}',
        httpMethod: 'POST',
        path: '/prod/orders/a%20b',
        stage: 'prod',
        apiId: restApiId,
        accountId: '000000000000',
        identity: { sourceIp: '127.0.0.1', userAgent: 'tests' },
      },
    });
    expect(invoked[0]?.principal).toEqual({
      kind: 'service',
      service: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/prod/POST/orders/{id}`,
    });
  });

  it('leaves what a request does not have null', async () => {
    const { fetch, invoked } = await serve(echo, { endpoints: [{ path: '/', verb: 'GET' }] });

    await fetch('/');

    expect(invoked[0]?.event).toMatchObject({
      path: '/',
      pathParameters: null,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      body: null,
    });
  });

  it("answers with the function's status, headers and body, under a request id", async () => {
    const { fetch, invoked } = await serve(() => ({
      statusCode: 201,
      headers: { 'X-Kind': 'single', Date: 'never' },
      multiValueHeaders: { Vary: ['a', 'b'] },
      body: '{"made":true}',
    }));

    const response = await fetch('/orders/1');

    expect(response.status).toBe(201);
    expect(response.headers.get('x-kind')).toBe('single');
    expect(response.headers.get('vary')).toBe('a, b');
    expect(response.headers.get('x-amzn-remapped-date')).toBe('never');
    expect(response.headers.get('content-type')).toBe('application/json');
    const context = invoked[0]?.event['requestContext'];
    expect(context).toMatchObject({ requestId: response.headers.get('x-amzn-requestid') });
    expect(await response.json()).toEqual({ made: true });
  });

  it.each<[string, Run]>([
    ['nothing', () => undefined],
    ['no status', () => ({ body: 'x' })],
    ['a body that is no text', () => ({ statusCode: 200, body: { a: 1 } })],
    ['text', () => 'hello'],
    ['an error', () => Promise.reject(new Error('boom'))],
  ])('answers 502 when the function answers %s', async (_, handler) => {
    const { fetch } = await serve(handler);

    const response = await fetch('/orders/1');

    expect(response.status).toBe(502);
    expect(response.headers.get('x-amzn-requestid')).toBeTruthy();
    expect(await response.json()).toEqual({ message: 'Internal server error' });
  });

  it('answers 504 after 29 seconds', async () => {
    const { clock, advance } = virtualClock();
    let called: () => void = () => {};
    const invocation = new Promise<void>((resolve) => {
      called = resolve;
    });
    const handler: Run = () => {
      called();
      return new Promise(() => {});
    };
    const { fetch } = await serve(handler, { clock });

    const pending = fetch('/orders/1');
    await invocation;
    await advance(29_000);
    const response = await pending;

    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({ message: 'Endpoint request timed out' });
  });

  it('answers 413 to more than 10 MB', async () => {
    const { fetch, invoked } = await serve(echo);

    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    const response = await fetch('/orders/1', { method: 'PUT', body });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ message: 'Request Too Long' });
    expect(invoked).toEqual([]);
  });

  it.each([
    ['/else', {}],
    ['/orders', {}],
    ['/', {}],
  ])('answers %s, where no method is, with 403', async (path, init) => {
    const { fetch } = await serve(echo);

    const response = await fetch(path, init);

    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
  });

  it('answers an unknown API or stage with 403', async () => {
    const { url, restApiId } = await serve(echo);

    for (const other of [url.replace(restApiId, 'nobody'), url.replace('/prod', '/beta')]) {
      const response = await fetch(`${other}/orders/1`);
      expect(response.status).toBe(403);
      expect(response.headers.get('x-amzn-requestid')).toBeTruthy();
      expect(await response.json()).toEqual({ message: 'Forbidden' });
    }
  });

  it('carries binary bodies in base64 where the API says so', async () => {
    const handler: Run = (event) => ({
      statusCode: 200,
      body: event['body'],
      isBase64Encoded: event['isBase64Encoded'],
      headers: { 'content-type': 'image/png' },
    });
    const api: JsonObject = { binaryMediaTypes: ['image/png'] };
    const { fetch, invoked } = await serve(handler, { api });
    const bytes = Buffer.from([0, 255, 1, 254]);

    const headers = { 'content-type': 'image/png', accept: 'image/png' };
    const response = await fetch('/orders/1', { method: 'POST', body: bytes, headers });

    expect(invoked[0]?.event['body']).toBe(bytes.toString('base64'));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  it('refuses a request without a parameter that its method requires', async () => {
    const { fetch, apigateway, deploy, restApiId, resources, invoked } = await serve(echo);
    const validator = await apigateway('CreateRequestValidator', {
      restApiId,
      validateRequestParameters: true,
    });
    await apigateway('PutMethod', {
      restApiId,
      resourceId: resources.get('/orders/{id}'),
      httpMethod: 'ANY',
      authorizationType: 'NONE',
      requestValidatorId: validator['id'],
      requestParameters: { 'method.request.querystring.page': true },
    });
    await deploy();

    const refused = await fetch('/orders/1');
    const served = await fetch('/orders/1?page=2');

    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({
      message: 'Missing required request parameters: [page]',
    });
    expect(served.status).toBe(200);
    expect(invoked).toHaveLength(1);
  });
});
