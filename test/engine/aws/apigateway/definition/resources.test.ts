import {
  APIGatewayClient,
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourcesCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deployedApi } from '../deployedApi.ts';

describe('resources, through the SDK client', () => {
  let served: Awaited<ReturnType<typeof deployedApi>>;
  let client: APIGatewayClient;
  let restApiId: string;

  beforeEach(async () => {
    served = await deployedApi({ endpoints: [{ path: '/orders', verb: 'GET' }] });
    restApiId = served.restApiId;
    client = new APIGatewayClient({
      endpoint: served.engine.endpoint,
      region: served.engine.region,
      credentials: served.engine.credentials.root,
    });
  });
  afterEach(() => served.destroy());

  it('lists resources with their methods', async () => {
    const resourceId = served.resources.get('/orders');

    const { items } = await client.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));

    const orders = items?.find((resource) => resource.id === resourceId);
    expect(orders).toMatchObject({ path: '/orders', pathPart: 'orders' });
    expect(orders?.resourceMethods?.['GET']?.authorizationType).toBe('NONE');
    expect(items).toHaveLength(2);
  });

  it('refuses a second resource of one name, and a second path variable beside another', async () => {
    const parentId = served.resources.get('');
    const create = (pathPart: string) =>
      client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
    await create('{id}');

    await expect(create('orders')).rejects.toThrow(
      'Another resource with the same parent already has this name: orders',
    );
    await expect(create('{other}')).rejects.toThrow('A sibling ({id}) of this resource');
    await expect(create('a b')).rejects.toThrow("Resource's path part only allow");
    await expect(create('{proxy+}')).resolves.toMatchObject({ path: '/{proxy+}' });
  });

  it('deletes a resource with everything below it, but never the root', async () => {
    const resourceId = served.resources.get('/orders');
    const below = { restApiId, parentId: resourceId, pathPart: '{id}' };
    await client.send(new CreateResourceCommand(below));

    await client.send(new DeleteResourceCommand({ restApiId, resourceId }));
    const { items } = await client.send(new GetResourcesCommand({ restApiId }));

    expect(items?.map((resource) => resource.path)).toEqual(['/']);
    const root = { restApiId, resourceId: items?.[0]?.id };
    await expect(client.send(new DeleteResourceCommand(root))).rejects.toThrow(
      'Root resource cannot be deleted',
    );
  });
});
