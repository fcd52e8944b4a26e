import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { deployedApi } from '../deployedApi.ts';
import { invocationUri } from '../fakeLambda.ts';

const REQUEST: JsonObject = {
  type: 'REQUEST',
  authorizerUri: invocationUri('guard'),
  identitySource: 'method.request.header.Authorization',
};

describe('the tenant id of an integration', () => {
  let served: Awaited<ReturnType<typeof deployedApi>>;
  afterEach(() => served.destroy());

  it("is mapped from the authorizer's context", async () => {
    const guard = (event: JsonObject) => {
      const headers = JSON.stringify(event['headers']);
      const Statement = { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' };
      const context = { tenantId: /Bearer (\w+)/.exec(headers)?.[1] };
      return { principalId: 'user', policyDocument: { Statement }, context };
    };
    served = await deployedApi({
      functions: { guard, handler: () => ({ statusCode: 200 }) },
      authorizer: REQUEST,
      endpoints: [
        {
          path: '/orders',
          verb: 'GET',
          integration: {
            requestParameters: {
              'integration.request.header.X-Amz-Tenant-Id': 'context.authorizer.tenantId',
            },
          },
        },
      ],
    });

    for (const tenant of ['t1', 't2']) {
      await served.fetch('/orders', { headers: { authorization: `Bearer ${tenant}` } });
    }

    const handled = served.invoked.filter((call) => call.functionName === 'handler');
    expect(handled.map((call) => call.tenantId)).toEqual(['t1', 't2']);
  });

  it('may only come from a declared request parameter', async () => {
    const integration = {
      requestParameters: {
        'integration.request.header.X-Amz-Tenant-Id': 'method.request.header.x-tenant',
      },
    };
    const requestParameters = { 'method.request.header.x-tenant': true };
    const endpoint = { path: '/orders', verb: 'GET', integration };
    const declared = { ...endpoint, method: { requestParameters } };
    served = await deployedApi({
      functions: { handler: () => ({ statusCode: 200 }) },
      endpoints: [declared],
    });

    await served.fetch('/orders', { headers: { 'x-tenant': 't9' } });

    expect(served.invoked[0]?.tenantId).toBe('t9');
    await expect(
      served.apigateway('PutIntegration', {
        restApiId: served.restApiId,
        resourceId: served.resources.get('/orders') ?? '',
        httpMethod: 'GET',
        type: 'AWS_PROXY',
        integrationHttpMethod: 'POST',
        uri: invocationUri('handler'),
        requestParameters: {
          'integration.request.header.X-Amz-Tenant-Id': 'method.request.header.other',
        },
      }),
    ).rejects.toThrow(
      'Invalid mapping expression parameter specified: method.request.header.other',
    );
  });
});
