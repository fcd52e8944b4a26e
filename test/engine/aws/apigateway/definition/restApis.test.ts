import {
  APIGatewayClient,
  ConflictException,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteRestApiCommand,
  GetMethodCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetStagesCommand,
  GetTagsCommand,
  NotFoundException,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TagResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../../../engine/aws/apigateway/apigateway.ts';
import { testEngine } from '../../../../support/testEngine.ts';
import { invocationUri } from '../fakeLambda.ts';

describe('apigateway, through the SDK client', () => {
  let engine: Awaited<ReturnType<typeof testEngine>>;
  let client: APIGatewayClient;

  beforeAll(async () => {
    engine = await testEngine([apigateway]);
    client = new APIGatewayClient({
      endpoint: engine.engine.endpoint,
      region: engine.engine.region,
      credentials: engine.engine.credentials.root,
    });
  });
  afterAll(() => engine.destroy());

  const anApi = async () => {
    const api = await client.send(
      new CreateRestApiCommand({ name: 'orders', tags: { team: 'a' } }),
    );
    return { restApiId: api.id, parentId: api.rootResourceId };
  };

  const aMethod = async () => {
    const { restApiId, parentId } = await anApi();
    const pathPart = 'orders';
    const made = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
    const name = { restApiId, resourceId: made.id, httpMethod: 'GET' };
    await client.send(new PutMethodCommand({ ...name, authorizationType: 'NONE' }));
    const uri = invocationUri('list');
    await client.send(
      new PutIntegrationCommand({ ...name, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }),
    );
    return name;
  };

  it('makes, reads, changes and deletes an API', async () => {
    const { restApiId } = await anApi();

    const patchOperations = [{ op: 'replace' as const, path: '/name', value: 'sales' }];
    await client.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
    const read = await client.send(new GetRestApiCommand({ restApiId }));
    const listed = await client.send(new GetRestApisCommand({ limit: 500 }));
    await client.send(new DeleteRestApiCommand({ restApiId }));

    expect(read).toMatchObject({ name: 'sales', apiKeySource: 'HEADER', tags: { team: 'a' } });
    expect(read.createdDate).toBeInstanceOf(Date);
    expect(listed.items?.map((api) => api.id)).toContain(restApiId);
    await expect(client.send(new GetRestApiCommand({ restApiId }))).rejects.toThrow(
      NotFoundException,
    );
  });

  it("keeps a method's own verb apart from its backend's", async () => {
    const name = await aMethod();

    const method = await client.send(new GetMethodCommand(name));

    expect(method.httpMethod).toBe('GET');
    expect(method.methodIntegration).toMatchObject({
      type: 'AWS_PROXY',
      httpMethod: 'POST',
      uri: invocationUri('list'),
      timeoutInMillis: 29_000,
    });
  });

  it('keeps what a method declares and what a mock answers', async () => {
    const name = await aMethod();
    const statusCode = '204';
    const header = 'method.response.header.Access-Control-Allow-Origin';

    await client.send(
      new PutMethodResponseCommand({ ...name, statusCode, responseParameters: { [header]: true } }),
    );
    await client.send(
      new PutIntegrationCommand({
        ...name,
        type: 'MOCK',
        requestTemplates: { 'application/json': '{ statusCode: 200 }' },
      }),
    );
    await client.send(
      new PutIntegrationResponseCommand({
        ...name,
        statusCode,
        responseParameters: { [header]: "'*'" },
      }),
    );
    const method = await client.send(new GetMethodCommand(name));

    expect(method.methodResponses?.['204']?.responseParameters).toEqual({ [header]: true });
    expect(method.methodIntegration?.integrationResponses?.['204']?.responseParameters).toEqual({
      [header]: "'*'",
    });
  });

  it('stages a deployment and patches the stage', async () => {
    const { restApiId } = await aMethod();
    const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId }));
    const stage = { restApiId, stageName: 'prod' };
    await client.send(new CreateStageCommand({ ...stage, deploymentId }));

    const patchOperations = [
      { op: 'replace' as const, path: '/variables/mode', value: 'live' },
      { op: 'replace' as const, path: '/*/*/throttling/rateLimit', value: '5' },
      { op: 'replace' as const, path: '/~1orders/GET/metrics/enabled', value: 'true' },
    ];
    await client.send(new UpdateStageCommand({ ...stage, patchOperations }));
    const read = await client.send(new GetStageCommand(stage));
    const { item } = await client.send(new GetStagesCommand({ restApiId }));

    expect(read.variables).toEqual({ mode: 'live' });
    expect(read.methodSettings).toEqual({
      '*/*': { throttlingRateLimit: 5 },
      '/orders/GET': { metricsEnabled: true },
    });
    expect(item?.map((one) => one.stageName)).toEqual(['prod']);
    await expect(client.send(new CreateStageCommand({ ...stage, deploymentId }))).rejects.toThrow(
      ConflictException,
    );
    await expect(
      client.send(new DeleteDeploymentCommand({ restApiId, deploymentId })),
    ).rejects.toThrow('Active stages pointing to this deployment must be moved or deleted');
  });

  it('tags by ARN', async () => {
    const { restApiId } = await anApi();
    const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`;

    await client.send(new TagResourceCommand({ resourceArn, tags: { tier: 'gold' } }));
    const { tags } = await client.send(new GetTagsCommand({ resourceArn }));

    expect(tags).toEqual({ team: 'a', tier: 'gold' });
  });

  it('names what it does not cover', async () => {
    const name = await aMethod();
    const { restApiId } = name;
    const uri = 'https://example.com';

    await expect(
      client.send(new PutMethodCommand({ ...name, authorizationType: 'AWS_IAM' })),
    ).rejects.toThrow('the authorization type AWS_IAM');
    await expect(
      client.send(new PutIntegrationCommand({ ...name, type: 'HTTP_PROXY', uri })),
    ).rejects.toThrow('the integration type HTTP_PROXY');
    await expect(
      client.send(
        new CreateAuthorizerCommand({ restApiId, name: 'pool', type: 'COGNITO_USER_POOLS' }),
      ),
    ).rejects.toThrow('the authorizer type COGNITO_USER_POOLS');
    await expect(
      client.send(new CreateRestApiCommand({ name: 'copy', cloneFrom: restApiId })),
    ).rejects.toThrow('cloneFrom');
  });

  it('needs an existing authorizer for a CUSTOM method, and keeps it while it is used', async () => {
    const name = await aMethod();
    const { restApiId } = name;
    const custom = (authorizerId: string | undefined) =>
      client.send(new PutMethodCommand({ ...name, authorizationType: 'CUSTOM', authorizerId }));
    const authorizer = await client.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: 'guard',
        type: 'REQUEST',
        authorizerUri: invocationUri('guard'),
        identitySource: 'method.request.header.Authorization',
      }),
    );

    await expect(custom('nobody')).rejects.toThrow('Invalid authorizer ID specified');
    await custom(authorizer.id);

    expect(authorizer).toMatchObject({ authType: 'custom', authorizerResultTtlInSeconds: 300 });
    const method = await client.send(new GetMethodCommand(name));
    expect(method.methodIntegration?.uri).toBe(invocationUri('list'));
    await expect(
      engine.call('apigateway', 'DeleteAuthorizer', {
        restApiId: restApiId ?? '',
        authorizerId: authorizer.id ?? '',
      }),
    ).rejects.toMatchObject({ code: 'ConflictException' });
  });

  it('does not deploy an API without methods', async () => {
    const { restApiId } = await anApi();

    await expect(client.send(new CreateDeploymentCommand({ restApiId }))).rejects.toThrow(
      "The REST API doesn't contain any methods",
    );
  });
});
