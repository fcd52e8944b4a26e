import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lambdaEngine } from './lambdaEngine.ts';

let engine: Awaited<ReturnType<typeof lambdaEngine>>;
let client: LambdaClient;

beforeAll(async () => {
  engine = await lambdaEngine();
  client = new LambdaClient({
    endpoint: engine.engine.endpoint,
    region: 'us-east-1',
    credentials: engine.engine.credentials.root,
    maxAttempts: 1,
  });
  await engine.create(
    'wired',
    `export const handler = async (event, context) => {
      if (event.fail) throw new Error('no');
      return [event, context.tenantId, context.clientContext]; };`,
    { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } },
  );
});

afterAll(async () => {
  client.destroy();
  await engine.destroy();
});

const FunctionName = 'wired';

describe('routes', () => {
  it('carries payload, tenant and client context of an invocation', async () => {
    const answer = await client.send(
      new InvokeCommand({
        FunctionName,
        TenantId: 't1',
        ClientContext: Buffer.from('{"a":1}').toString('base64'),
        Payload: Buffer.from(JSON.stringify({ TenantId: 'other', Qualifier: '9' })),
      }),
    );

    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual([
      { TenantId: 'other', Qualifier: '9' },
      't1',
      { a: 1 },
    ]);
  });

  it('flags a failed invocation', async () => {
    const answer = await client.send(
      new InvokeCommand({ FunctionName, TenantId: 't1', Payload: Buffer.from('{"fail":true}') }),
    );

    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
      errorMessage: 'no',
    });
  });

  it.each([
    ['Event', 202],
    ['DryRun', 204],
  ] as const)('answers an invocation of type %s with %i', async (InvocationType, status) => {
    const answer = await client.send(
      new InvokeCommand({ FunctionName, InvocationType, TenantId: 't1' }),
    );

    expect(answer.StatusCode).toBe(status);
  });

  it('names errors as the SDK knows them', async () => {
    const unknown = client.send(new GetFunctionCommand({ FunctionName: 'nobody' }));
    const tenantless = client.send(new InvokeCommand({ FunctionName }));

    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(tenantless).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('pages through functions', async () => {
    await engine.create('another', 'export const handler = async () => 1;');

    const first = await client.send(new ListFunctionsCommand({ MaxItems: 1 }));
    const rest = await client.send(new ListFunctionsCommand({ Marker: first.NextMarker }));

    expect(first.Functions).toMatchObject([{ FunctionName: 'another' }]);
    expect(rest.Functions).toMatchObject([{ FunctionName }]);
    expect(rest.NextMarker).toBeUndefined();
  });

  it('carries policies and settings of queued invocation', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:wired';
    const statement = { FunctionName: arn, StatementId: 's' };
    await client.send(
      new AddPermissionCommand({ ...statement, Action: 'lambda:InvokeFunction', Principal: '*' }),
    );
    await client.send(new RemovePermissionCommand(statement));
    const put = { FunctionName, MaximumRetryAttempts: 0 };
    await client.send(new PutFunctionEventInvokeConfigCommand(put));

    const config = await client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));

    expect(config.MaximumRetryAttempts).toBe(0);
    expect(config.LastModified).toBeInstanceOf(Date);
  });

  it('deletes a function', async () => {
    const { $metadata } = await client.send(new DeleteFunctionCommand({ FunctionName }));

    expect($metadata.httpStatusCode).toBe(204);
  });
});
