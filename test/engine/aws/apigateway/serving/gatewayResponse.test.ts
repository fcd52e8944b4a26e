import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { deployedApi } from '../deployedApi.ts';
import { invocationUri } from '../fakeLambda.ts';

describe('a gateway response', () => {
  let served: Awaited<ReturnType<typeof deployedApi>>;
  afterEach(() => served.destroy());

  const guarded = {
    principalId: 'ada',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }],
    },
    context: { why: 'suspended' },
  };

  const serve = async (...responses: JsonObject[]) => {
    served = await deployedApi({
      functions: { handler: () => 'malformed', guard: () => guarded },
      endpoints: [
        { path: '/orders', verb: 'GET' },
        { path: '/open', verb: 'GET', method: { authorizationType: 'NONE' } },
      ],
      authorizer: {
        type: 'REQUEST',
        authorizerUri: invocationUri('guard'),
        identitySource: 'method.request.header.Authorization',
      },
    });
    const { apigateway, restApiId } = served;
    for (const response of responses) {
      await apigateway('PutGatewayResponse', { restApiId, ...response });
    }
    await served.deploy();
  };

  it('replaces status, headers and body', async () => {
    await serve({
      responseType: 'UNAUTHORIZED',
      statusCode: '418',
      responseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.X-From': 'method.request.header.x-who',
      },
      responseTemplates: {
        'application/json':
          '{"code":"$context.error.responseType","message":$context.error.messageString,"id":"$context.requestId"}',
      },
    });

    const response = await served.fetch('/orders', { headers: { 'x-who': 'me' } });

    expect(response.status).toBe(418);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('x-from')).toBe('me');
    expect(await response.json()).toEqual({
      code: 'UNAUTHORIZED',
      message: 'Unauthorized',
      id: response.headers.get('x-amzn-requestid'),
    });
  });

  it('of a denial says what the authorizer has said of the caller', async () => {
    await serve({
      responseType: 'ACCESS_DENIED',
      responseTemplates: {
        'application/json':
          '{"why":"$context.authorizer.why","who":"$context.authorizer.principalId"}',
      },
    });

    const response = await served.fetch('/orders', { headers: { authorization: 'token' } });

    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ why: 'suspended', who: 'ada' });
  });

  it('falls back to the default of its class', async () => {
    const header = (value: string) => ({ 'gatewayresponse.header.X-Class': `'${value}'` });
    await serve(
      { responseType: 'DEFAULT_4XX', responseParameters: header('client') },
      { responseType: 'DEFAULT_5XX', responseParameters: header('server') },
    );

    const unauthorized = await served.fetch('/orders');
    const unknown = await served.fetch('/else');
    const broken = await served.fetch('/open');

    expect([unauthorized, unknown, broken].map((one) => one.headers.get('x-class'))).toEqual([
      'client',
      'client',
      'server',
    ]);
    expect([unauthorized.status, unknown.status, broken.status]).toEqual([401, 403, 502]);
    expect(await unauthorized.json()).toEqual({ message: 'Unauthorized' });
  });

  it('refuses templates that it would not evaluate', async () => {
    await serve();
    const { apigateway, restApiId } = served;
    const responseTemplates = { 'application/json': '{"a":"$input.params(\'x\')"}' };

    await expect(
      apigateway('PutGatewayResponse', {
        restApiId,
        responseType: 'UNAUTHORIZED',
        responseTemplates,
      }),
    ).rejects.toThrow('does not support the template expression $input');
  });
});
