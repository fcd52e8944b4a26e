import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lambdaEngine, ROLE } from './lambdaEngine.ts';

let engine: Awaited<ReturnType<typeof lambdaEngine>>;

beforeAll(async () => {
  engine = await lambdaEngine();
});

afterAll(() => engine.destroy());

describe('invoke', () => {
  it('answers what the handler returns', async () => {
    await engine.create('echo', 'export const handler = async (event) => ({ got: event });');

    const answer = await engine.invoke('echo', { a: [1] });

    expect(answer).toEqual({ StatusCode: 200, value: { got: { a: [1] } } });
  });

  it('takes no payload for an empty object and no answer for null', async () => {
    await engine.create('keys', 'export const handler = async (e) => { if (e.a) return 1; };');

    const answer = await engine.call('Invoke', { FunctionName: 'keys' });

    expect(answer).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: 'null' });
  });

  it('gives the handler the context of Lambda', async () => {
    await engine.create(
      'context',
      `export const handler = async (event, context) => ({
        ...context, remaining: context.getRemainingTimeInMillis() });`,
      { Timeout: 20, MemorySize: 256 },
    );

    const { value } = await engine.invoke('000000000000:function:context:$LATEST');

    expect(value).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'context',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/context',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:context:$LATEST',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      remaining: expect.any(Number),
    });
  });

  it("shows a function Lambda's environment and nothing of the engine's", async () => {
    await engine.create('env', 'export const handler = async () => ({ ...process.env });', {
      Environment: { Variables: { STAGE: 'test' } },
    });

    const { value } = await engine.invoke('env');

    expect(value).toEqual({
      STAGE: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: engine.engine.endpoint,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_LAMBDA_FUNCTION_NAME: 'env',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/env',
      AWS_LAMBDA_LOG_STREAM_NAME: expect.any(String),
      LAMBDA_TASK_ROOT: expect.any(String),
      HOME: expect.any(String),
      _HANDLER: 'index.handler',
      TZ: ':UTC',
    });
    expect(engine.asked.at(-1)).toEqual({ RoleArn: ROLE, RoleSessionName: 'env' });
  });

  it('passes the client context on', async () => {
    await engine.create('client', 'export const handler = async (e, c) => c.clientContext;');
    const ClientContext = Buffer.from('{"custom":{"a":"1"}}').toString('base64');

    const { value } = await engine.invoke('client', {}, { ClientContext });

    expect(value).toEqual({ custom: { a: '1' } });
  });

  it('checks only, on a dry run', async () => {
    await engine.create('dry', 'export const handler = async () => 1;');

    const answer = await engine.invoke('dry', {}, { InvocationType: 'DryRun' });

    expect(answer.StatusCode).toBe(204);
  });

  it.each([
    ['an unknown function', { FunctionName: 'nobody' }, 'ResourceNotFoundException'],
    ['a version', { FunctionName: 'echo', Qualifier: '7' }, 'ResourceNotFoundException'],
    ['a malformed name', { FunctionName: 'a b' }, 'ValidationException'],
    [
      'a payload that is no JSON',
      { FunctionName: 'echo', Payload: '{' },
      'InvalidRequestContentException',
    ],
    [
      'a tenant where none belongs',
      { FunctionName: 'echo', TenantId: 't1' },
      'InvalidParameterValueException',
    ],
    [
      'an event past 1 MB',
      {
        FunctionName: 'echo',
        InvocationType: 'Event',
        Payload: JSON.stringify('x'.repeat(1_048_577)),
      },
      'RequestTooLargeException',
    ],
    ['a log tail', { FunctionName: 'echo', LogType: 'Tail' }, 'ValidationException'],
  ])('refuses %s', async (_what, input, code) => {
    await expect(engine.call('Invoke', input)).rejects.toMatchObject({ code });
  });
});
