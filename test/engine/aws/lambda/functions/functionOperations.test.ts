import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lambdaEngine, ROLE } from '../lambdaEngine.ts';

const SOURCE = 'export const handler = async () => 1;';

let engine: Awaited<ReturnType<typeof lambdaEngine>>;

beforeAll(async () => {
  engine = await lambdaEngine();
});

afterAll(() => engine.destroy());

describe('functionOperations', () => {
  it("creates a function with Lambda's defaults", async () => {
    const created = await engine.create('plain', SOURCE);

    expect(created).toEqual({
      FunctionName: 'plain',
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:plain',
      Runtime: 'nodejs22.x',
      Role: ROLE,
      Handler: 'index.handler',
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      RevisionId: expect.any(String),
      Version: '$LATEST',
      PackageType: 'Zip',
      State: 'Active',
      LastUpdateStatus: 'Successful',
      Architectures: ['x86_64'],
      TracingConfig: { Mode: 'PassThrough' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/plain' },
      EphemeralStorage: { Size: 512 },
    });
  });

  it('gives back what a function was created with', async () => {
    const options = {
      Description: 'does things',
      Timeout: 30,
      MemorySize: 512,
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: '/own' },
      TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
      Environment: { Variables: { STAGE: 'test' } },
    };
    await engine.create('full', SOURCE, {
      ...options,
      Tags: { team: 'a' },
      Layers: [],
      ReservedConcurrentExecutions: 5,
    });

    const found = await engine.call('GetFunction', { FunctionName: 'full' });

    expect(found).toMatchObject({
      Configuration: {
        ...options,
        LoggingConfig: { ApplicationLogLevel: 'INFO', LogGroup: '/own' },
      },
      Tags: { team: 'a' },
      Concurrency: { ReservedConcurrentExecutions: 5 },
    });
  });

  it.each([
    ['another runtime', { Runtime: 'python3.12' }, /python3\.12/],
    ['layers', { Layers: ['arn:aws:lambda:us-east-1:0:layer:x:1'] }, /Layers/],
    ['an option it does not know', { VpcConfig: { SubnetIds: ['s'] } }, /VpcConfig/],
    ['code in S3', { Code: { S3Bucket: 'b', S3Key: 'k' } }, /Code\.S3Bucket/],
    ['a directory that is none', { Code: { LocalDirectory: '/nowhere' } }, /is no directory/],
    ['a role that is none', { Role: 'worker' }, /Role/],
    ['a timeout past 15 minutes', { Timeout: 901 }, /Timeout/],
    [
      'reserved variables',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      /Reserved keys used in this request: AWS_REGION/,
    ],
    [
      'variables past 4 KB',
      { Environment: { Variables: { BIG: 'x'.repeat(4096) } } },
      /exceeded the 4KB limit/,
    ],
  ])('refuses %s by name', async (_what, options, message) => {
    await expect(engine.create('refused', SOURCE, options)).rejects.toThrow(message);
  });

  it('creates a name once', async () => {
    await engine.create('once', SOURCE);

    await expect(engine.create('once', SOURCE)).rejects.toMatchObject({
      code: 'ResourceConflictException',
      status: 409,
    });
  });

  it('changes what an update names and nothing else', async () => {
    const before = await engine.create('changing', SOURCE, { Description: 'old', Timeout: 9 });

    const after = await engine.call('UpdateFunctionConfiguration', {
      FunctionName: 'changing',
      Description: 'new',
    });

    expect(after).toMatchObject({ Description: 'new', Timeout: 9 });
    expect(after['RevisionId']).not.toBe(before['RevisionId']);
    expect(await engine.call('GetFunctionConfiguration', { FunctionName: 'changing' })).toEqual(
      after,
    );
  });

  it('sets, gives back and clears the reserved concurrency', async () => {
    await engine.create('reserved', SOURCE);
    const input = { FunctionName: 'reserved' };

    await engine.call('PutFunctionConcurrency', { ...input, ReservedConcurrentExecutions: 0 });
    const set = await engine.call('GetFunctionConcurrency', input);
    await engine.call('DeleteFunctionConcurrency', input);
    const cleared = await engine.call('GetFunctionConcurrency', input);

    expect([set, cleared]).toEqual([{ ReservedConcurrentExecutions: 0 }, {}]);
  });

  it('deletes a function with all that belongs to it', async () => {
    const input = { FunctionName: 'leaves' };
    await engine.create('leaves', SOURCE);
    await engine.call('PutFunctionEventInvokeConfig', { ...input, MaximumRetryAttempts: 0 });
    await engine.call('AddPermission', {
      ...input,
      StatementId: 'a',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
    });

    await engine.call('DeleteFunction', input);
    await engine.create('leaves', SOURCE);

    for (const operation of ['GetPolicy', 'GetFunctionEventInvokeConfig']) {
      await expect(engine.call(operation, input)).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
      });
    }
  });
});
