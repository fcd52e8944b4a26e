import { APIGatewayClient, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inProcessHandler } from '../../../engine/endpoint/inProcess.ts';
import { testEngine } from '../../support/testEngine.ts';
import { fakeApiGateway, fakeDynamoDb } from './fakeServices.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;

beforeAll(async () => {
  engine = await testEngine([fakeDynamoDb, fakeApiGateway]);
});
afterAll(() => engine.destroy());

/** No such host: whatever is answered came without a socket. */
const client = () => ({
  endpoint: 'http://nowhere.invalid',
  region: 'us-east-1',
  credentials: engine.engine.credentials.root,
  maxAttempts: 1,
  requestHandler: inProcessHandler(engine.handle),
});

const read = new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } });

describe('inProcessHandler', () => {
  it('answers an SDK client', async () => {
    const { Item } = await new DynamoDBClient(client()).send(read);

    expect(Item?.['asked']?.S).toContain('"TableName":"t"');
  });

  it('carries paths and queries', async () => {
    const gateway = new APIGatewayClient(client());

    const { items } = await gateway.send(new GetApiKeysCommand({ nameQuery: 'a b' }));

    expect(items?.[0]?.description).toBe('{"nameQuery":"a b"}');
  });

  it('carries errors', async () => {
    const failing = new DynamoDBClient(client()).send(
      new PutItemCommand({ TableName: 't', Item: {} }),
    );

    await expect(failing).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('lets a caller give up a call that is never answered', async () => {
    const { faults } = engine.engine;
    faults.add({
      service: 'dynamodb',
      operation: 'GetItem',
      error: 'Timeout',
      when: 'before',
      times: 1,
    });
    const given = new AbortController();

    const failing = new DynamoDBClient(client()).send(read, { abortSignal: given.signal });
    given.abort();

    await expect(failing).rejects.toMatchObject({ name: 'AbortError' });
    faults.clear();
  });
});
