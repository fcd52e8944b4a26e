import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lambdaEngine } from '../lambdaEngine.ts';

const input = { FunctionName: 'queued', Qualifier: '$LATEST' };

let engine: Awaited<ReturnType<typeof lambdaEngine>>;

beforeAll(async () => {
  engine = await lambdaEngine();
  await engine.create('queued', 'export const handler = async () => 1;');
});

afterAll(() => engine.destroy());

describe('eventInvokeConfigOperations', () => {
  it('gives back what was put, until it is deleted', async () => {
    const settings = {
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } },
    };

    await engine.call('PutFunctionEventInvokeConfig', { ...input, ...settings });
    const found = await engine.call('GetFunctionEventInvokeConfig', input);
    await engine.call('DeleteFunctionEventInvokeConfig', input);

    expect(found).toEqual({
      ...settings,
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:queued:$LATEST',
      LastModified: expect.any(Number),
    });
    await expect(engine.call('GetFunctionEventInvokeConfig', input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it.each([
    ['three retries', { MaximumRetryAttempts: 3 }, /MaximumRetryAttempts/],
    ['an age below a minute', { MaximumEventAgeInSeconds: 59 }, /MaximumEventAgeInSeconds/],
    [
      'a topic as destination',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:0:t' } } },
      /arn:aws:sns/,
    ],
  ])('refuses %s', async (_what, settings, message) => {
    const put = engine.call('PutFunctionEventInvokeConfig', { ...input, ...settings });

    await expect(put).rejects.toThrow(message);
  });
});
