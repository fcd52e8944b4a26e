import { afterEach, describe, expect, it } from '@jest/globals';
import { deployedApi } from '../deployedApi.ts';

/** What CDK synthesizes for `addCorsPreflight`. */
const PREFLIGHT = {
  path: '/orders',
  verb: 'OPTIONS',
  method: { authorizationType: 'NONE' },
  integration: {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{ statusCode: 200 }' },
  },
};

describe('a mock integration', () => {
  let served: Awaited<ReturnType<typeof deployedApi>>;
  afterEach(() => served.destroy());

  it('answers the preflight that CDK generates', async () => {
    served = await deployedApi({ endpoints: [PREFLIGHT] });
    await served.apigateway('PutIntegrationResponse', {
      restApiId: served.restApiId,
      resourceId: served.resources.get('/orders'),
      httpMethod: 'OPTIONS',
      statusCode: '204',
      responseParameters: {
        'method.response.header.Access-Control-Allow-Origin': "'*'",
        'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,GET'",
      },
    });
    await served.deploy();

    const response = await served.fetch('/orders', { method: 'OPTIONS' });

    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toBe('OPTIONS,GET');
  });

  it('refuses a response template that needs Velocity', async () => {
    served = await deployedApi({ endpoints: [PREFLIGHT] });
    const response = {
      restApiId: served.restApiId,
      resourceId: served.resources.get('/orders') ?? '',
      httpMethod: 'OPTIONS',
      statusCode: '204',
      responseTemplates: { 'application/json': '#set($a = 1)' },
    };

    await expect(served.apigateway('PutIntegrationResponse', response)).rejects.toThrow(
      'does not support the template expression #set',
    );
  });
});
