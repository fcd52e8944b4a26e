import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqs } from '../../../../engine/aws/sqs/sqs.ts';
import { aClient, aPool, type CognitoEngine, cognitoEngine } from './aPool.ts';

const ORIGIN = 'https://app.example';

let engine: CognitoEngine;
beforeAll(async () => {
  engine = await cognitoEngine([sqs]);
});
afterAll(() => engine.destroy());

const ask = (headers: Record<string, string>, path = '/') =>
  fetch(engine.engine.endpoint + path, {
    method: 'OPTIONS',
    headers: { origin: ORIGIN, 'access-control-request-method': 'POST', ...headers },
  });

const post = (target: string, body: object) =>
  fetch(engine.engine.endpoint, {
    method: 'POST',
    headers: {
      origin: ORIGIN,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    },
    body: JSON.stringify(body),
  });

describe("Cognito's endpoint", () => {
  it("lets pages of every origin send what AWS's libraries send", async () => {
    const sent =
      'amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent';

    const answer = await ask({ 'access-control-request-headers': `${sent}, x-other` });

    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': sent,
    });
  });

  it('answers no other OPTIONS', async () => {
    const elsewhere = await ask({}, '/_local/mail');
    const plain = await fetch(engine.engine.endpoint, { method: 'OPTIONS' });

    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
    expect(plain.status).toBe(404);
  });

  it('lets them read its answers and errors, and no answer of another service', async () => {
    const ClientId = await aClient(engine, await aPool(engine));
    const target = 'AWSCognitoIdentityProviderService.InitiateAuth';

    const refused = await post(target, {
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'a@b.cd', PASSWORD: 'x' },
    });
    const other = await post('AmazonSQS.ListQueues', {});

    expect(refused.status).toBe(400);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(refused.headers.get('access-control-expose-headers')).toContain('x-amzn-ErrorType');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
