import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sts } from '../../../engine/aws/sts/sts.ts';
import { testEngine } from '../../support/testEngine.ts';
import { virtualClock } from '../../support/virtualClock.ts';
import { fakeDynamoDb, fakeLambda } from './fakeServices.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;

beforeAll(async () => {
  engine = await testEngine([fakeDynamoDb, fakeLambda, sts]);
});
afterAll(() => engine.destroy());

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

const dynamodb = (more: { credentials?: Keys; region?: string } = {}) =>
  new DynamoDBClient({
    endpoint: engine.engine.endpoint,
    region: 'us-east-1',
    credentials: engine.engine.credentials.root,
    maxAttempts: 1,
    ...more,
  });

const read = new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } });

const session = (lifetimeMs: number) => {
  const { accessKeyId, secretAccessKey, sessionToken } = engine.engine.credentials.issue(
    { kind: 'role', accountId: '000000000000', roleName: 'r', sessionName: 's', tags: {} },
    lifetimeMs,
  );
  return { accessKeyId, secretAccessKey, sessionToken };
};

type Sent = { headers: Record<string, string>; body: Uint8Array };

const isSent = (request: unknown): request is Sent =>
  typeof request === 'object' && request !== null && 'headers' in request;

/** A client whose requests are changed on the way, after they were signed. */
const tampered = (change: (request: Sent) => void) => {
  const client = dynamodb();
  client.middlewareStack.add(
    (next) => (args) => {
      if (isSent(args.request)) change(args.request);
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return client;
};

describe('authenticate', () => {
  it('admits a session by its token', async () => {
    const answer = await dynamodb({ credentials: session(60_000) }).send(read);

    expect(answer.$metadata.httpStatusCode).toBe(200);
  });

  it('refuses a wrong secret', async () => {
    const credentials = { ...engine.engine.credentials.root, secretAccessKey: 'wrong' };

    await expect(dynamodb({ credentials }).send(read)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('does not match the signature you provided'),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('refuses an unknown key', async () => {
    const credentials = { ...engine.engine.credentials.root, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' };

    await expect(dynamodb({ credentials }).send(read)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  it('refuses an expired session', async () => {
    await expect(dynamodb({ credentials: session(0) }).send(read)).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
  });

  it('refuses a session without its token', async () => {
    const { accessKeyId, secretAccessKey } = session(60_000);

    const failing = dynamodb({ credentials: { accessKeyId, secretAccessKey } }).send(read);

    await expect(failing).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('refuses one session by the token of another', async () => {
    const credentials = { ...session(60_000), sessionToken: session(60_000).sessionToken };

    const failing = dynamodb({ credentials }).send(read);

    await expect(failing).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('refuses a body that was changed after signing', async () => {
    const client = tampered((request) => {
      request.body = Buffer.from(Buffer.concat([request.body]).toString().replace('"a"', '"b"'));
    });

    await expect(client.send(read)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('refuses a changed body even when its digest is changed with it', async () => {
    const client = tampered((request) => {
      request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
    });

    await expect(client.send(read)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('refuses a call to one service with a signature for another', async () => {
    const client = tampered((request) => {
      request.headers['x-amz-target'] = 'AWSEvents.PutEvents';
    });

    await expect(client.send(read)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'events'.",
    });
  });

  it('refuses another Region', async () => {
    await expect(dynamodb({ region: 'eu-west-1' }).send(read)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('this engine runs us-east-1, not eu-west-1'),
    });
  });

  it('refuses an unsigned call', async () => {
    const answer = await fetch(engine.engine.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
      body: '{}',
    });

    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ message: 'Missing Authentication Token' });
  });

  it.each([
    ['AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request', "'Signature'"],
    ['AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c', '5 slash-delimited'],
    [
      'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws9, SignedHeaders=host, Signature=c',
      'terminator',
    ],
  ])('says what is wrong with the header %s', async (authorization, wrong) => {
    const answer = await fetch(engine.engine.endpoint, {
      method: 'POST',
      headers: { authorization, 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    });

    expect(await answer.json()).toMatchObject({
      __type: 'IncompleteSignatureException',
      message: expect.stringContaining(wrong),
    });
  });

  it('gives query services their own names for these errors', async () => {
    const caller = (credentials: Keys) =>
      new STSClient({
        endpoint: engine.engine.endpoint,
        region: 'us-east-1',
        credentials,
        maxAttempts: 1,
      }).send(new GetCallerIdentityCommand({}));
    const { root } = engine.engine.credentials;

    await expect(caller({ ...root, secretAccessKey: 'x' })).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    await expect(caller({ ...root, accessKeyId: 'x' })).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    await expect(caller(session(0))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });
});

describe('verifySignature', () => {
  it.each([
    ['behind', -16 * 60_000, /^Signature expired: \d{8}T\d{6}Z is now earlier than/],
    ['ahead', 16 * 60_000, /^Signature not yet current: \d{8}T\d{6}Z is still later than/],
  ])('refuses a client whose clock is far %s', async (_name, skew, message) => {
    const { clock } = virtualClock(Date.now() - skew);
    const other = await testEngine([fakeDynamoDb], { clock });
    const { endpoint, credentials } = other.engine;
    const client = new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: credentials.root,
      maxAttempts: 1,
    });

    await expect(client.send(read)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringMatching(message),
    });
    await other.destroy();
  });

  it('tells its time, so that an SDK client can correct its own', async () => {
    const { clock } = virtualClock();
    const other = await testEngine([fakeDynamoDb], { clock });
    const { endpoint, credentials } = other.engine;
    const client = new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: credentials.root,
    });

    const answer = await client.send(read);

    expect(answer.$metadata.attempts).toBe(2);
    await other.destroy();
  });
});
