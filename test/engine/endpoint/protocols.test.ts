import {
  APIGatewayClient,
  GetApiKeysCommand,
  UntagResourceCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteItemCommand,
  DescribeLimitsCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testEngine } from '../../support/testEngine.ts';
import { fakeApiGateway, fakeCognito, fakeDynamoDb, fakeLambda } from './fakeServices.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;

beforeAll(async () => {
  engine = await testEngine([fakeDynamoDb, fakeCognito, fakeLambda, fakeApiGateway]);
});
afterAll(() => engine.destroy());

const client = () => ({
  endpoint: engine.engine.endpoint,
  region: 'us-east-1',
  credentials: engine.engine.credentials.root,
  maxAttempts: 1,
});

const Key = { id: { S: 'é "quoted"' } };

describe('jsonWire', () => {
  it('carries input and answer unchanged', async () => {
    const dynamodb = new DynamoDBClient(client());

    const { Item, $metadata } = await dynamodb.send(new GetItemCommand({ TableName: 't', Key }));

    expect(JSON.parse(Item?.['asked']?.S ?? '')).toEqual({ TableName: 't', Key });
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('carries an error with its fields', async () => {
    const dynamodb = new DynamoDBClient(client());

    const failing = dynamodb.send(new PutItemCommand({ TableName: 't', Item: Key }));

    await expect(failing).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { id: { S: 'a' } },
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('names an operation that the engine does not support', async () => {
    const dynamodb = new DynamoDBClient(client());

    await expect(dynamodb.send(new DescribeLimitsCommand({}))).rejects.toMatchObject({
      name: 'UnsupportedOperation',
      message: 'the local engine does not support dynamodb:DescribeLimits',
    });
  });

  it('names a service that the engine does not have', async () => {
    const states = new SFNClient(client());

    const failing = states.send(new StartExecutionCommand({ stateMachineArn: 'arn:x' }));

    await expect(failing).rejects.toMatchObject({
      message: 'the local engine does not support states:StartExecution',
    });
  });

  it('tells a client nothing of an error inside the engine', async () => {
    const dynamodb = new DynamoDBClient(client());

    const failing = dynamodb.send(new DeleteItemCommand({ TableName: 't', Key }));

    await expect(failing).rejects.toMatchObject({
      name: 'InternalFailure',
      message: expect.not.stringContaining('broken'),
      $metadata: { httpStatusCode: 500 },
    });
  });

  it('takes an unsigned call of a public operation', async () => {
    const cognito = new CognitoIdentityProviderClient(client());

    const { Session } = await cognito.send(
      new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'c' }),
    );

    expect(Session).toBe('anonymous');
  });

  it('refuses a body that is no JSON object', async () => {
    const answer = await fetch(engine.engine.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: '[1]',
    });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
  });
});

describe('restJsonWire', () => {
  it('joins a decoded path parameter with what the route reads, and answers as it writes', async () => {
    const lambda = new LambdaClient(client());
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: arn,
        InvocationType: 'Event',
        Payload: Buffer.from('{"a":1}'),
      }),
    );

    expect(answer).toMatchObject({ StatusCode: 202, FunctionError: 'Unhandled' });
    expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toEqual({
      FunctionName: arn,
      InvocationType: 'Event',
      Payload: '{"a":1}',
    });
  });

  it('renames what the query names otherwise than the input', async () => {
    const gateway = new APIGatewayClient(client());
    const nameQuery = "a b+é/*'()~";

    const { items } = await gateway.send(new GetApiKeysCommand({ nameQuery, includeValues: true }));

    expect(JSON.parse(items?.[0]?.description ?? '')).toEqual({ nameQuery, includeValues: 'true' });
  });

  it('joins path and JSON body', async () => {
    const gateway = new APIGatewayClient(client());
    const input = { usagePlanId: 'a/b c', patchOperations: [{ op: 'add' as const, path: '/x' }] };

    const { description } = await gateway.send(new UpdateUsagePlanCommand(input));

    expect(JSON.parse(description ?? '')).toEqual(input);
  });

  it('reads a repeated query parameter as a list', async () => {
    const gateway = new APIGatewayClient(client());
    const input = { resourceArn: 'arn:aws:apigateway:us-east-1::/a', tagKeys: ['b', 'a'] };

    const failing = gateway.send(new UntagResourceCommand(input));

    await expect(failing).rejects.toMatchObject({
      name: 'NotFoundException',
      message: JSON.stringify({ tagKeys: input.tagKeys, resourceArn: input.resourceArn }),
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('carries an error with its fields', async () => {
    const lambda = new LambdaClient(client());

    const failing = lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: 'r',
        Code: { ZipFile: Buffer.from('z') },
      }),
    );

    await expect(failing).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: r',
      Type: 'User',
    });
  });

  it('names method and path of a route that the service does not have', async () => {
    const lambda = new LambdaClient(client());

    await expect(lambda.send(new GetFunctionCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'UnsupportedOperation',
      message: 'the local engine does not support lambda:GET /2015-03-31/functions/f',
    });
  });
});
