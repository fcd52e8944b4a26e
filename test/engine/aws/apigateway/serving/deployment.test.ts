import { afterEach, describe, expect, it } from '@jest/globals';
import { deployedApi, idOf } from '../deployedApi.ts';

describe('audit 11: a stage', () => {
  let served: Awaited<ReturnType<typeof deployedApi>>;
  afterEach(() => served.destroy());

  const serve = async () => {
    served = await deployedApi({
      functions: { handler: () => ({ statusCode: 200 }) },
      endpoints: [{ path: '/orders', verb: 'GET' }],
    });
    return served;
  };

  const addLater = async ({ apigateway, restApiId, resources }: typeof served) => {
    const parentId = resources.get('') ?? '';
    const made = await apigateway('CreateResource', { restApiId, parentId, pathPart: 'later' });
    const name = { restApiId, resourceId: idOf(made), httpMethod: 'GET' };
    await apigateway('PutMethod', { ...name, authorizationType: 'NONE' });
    const requestTemplates = { 'application/json': '{"statusCode": 200}' };
    await apigateway('PutIntegration', { ...name, type: 'MOCK', requestTemplates });
    await apigateway('PutIntegrationResponse', { ...name, statusCode: '200' });
  };

  it('serves its deployment: a change is seen once it is deployed', async () => {
    const { fetch, deploy } = await serve();
    await addLater(served);

    const before = await fetch('/later');
    await deploy();
    const after = await fetch('/later');

    expect([before.status, after.status]).toEqual([403, 200]);
  });

  it('serves an older deployment again when it points back to it', async () => {
    const { fetch, apigateway, deploy, restApiId } = await serve();
    const { deploymentId } = await apigateway('GetStage', { restApiId, stageName: 'prod' });
    await addLater(served);
    await deploy();
    const isDeployed = await fetch('/later');

    await apigateway('UpdateStage', {
      restApiId,
      stageName: 'prod',
      patchOperations: [{ op: 'replace', path: '/deploymentId', value: deploymentId }],
    });
    const isBack = await fetch('/later');

    expect([isDeployed.status, isBack.status]).toEqual([200, 403]);
  });

  it('serves nothing after its API is deleted, though requests were served before', async () => {
    const { fetch, apigateway, restApiId } = await serve();
    const before = await fetch('/orders');

    await apigateway('DeleteRestApi', { restApiId });
    const after = await fetch('/orders');

    expect([before.status, after.status]).toEqual([200, 403]);
  });
});
