import { APIGatewayClient, CreateApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  PutEventsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct } from '../support/product.ts';

const nested = (depth: number, open = '[', close = ']'): string =>
  open.repeat(depth) + close.repeat(depth);

const DEEP_OBJECT = `{"a":${nested(100_000)}}`;
/** As deep as JSON may be. */
const ALLOWED = `{"a":${nested(990)}}`;

let product: Awaited<ReturnType<typeof startProduct>>;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const isRequest = (value: unknown): value is { body: unknown } =>
  typeof value === 'object' && value !== null && 'headers' in value;

/** Sends this body in place of a command’s own, signed: the SDK itself cannot nest so deep. */
const replaced =
  (body: string) =>
  <Args extends object, Result>(next: (args: Args) => Result) =>
  (args: Args): Result => {
    if ('request' in args && isRequest(args.request)) args.request.body = body;
    return next(args);
  };

const BEFORE_SIGNING = { step: 'serialize', priority: 'low' } as const;

const outcome = (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => 'done',
    (error: unknown) => error,
  );

const once = () => ({ ...product.sdk, maxAttempts: 1 });

describe('JSON that nests too deep', () => {
  it.each([
    ['a list', nested(32_000)],
    ['an object', nested(10_000, '{"a":', '}').replace(':}', ':1}')],
    ['a field', `{"tenantName":${nested(30_000)}}`],
    ['an unknown field', `{"more":${nested(30_000)}}`],
  ])('is a 400 of the API: %s', async (_, body) => {
    const answer = await product.post('registrations', body);

    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
  });

  it('is a SerializationException of a service that speaks JSON', async () => {
    const client = new DynamoDBClient(once());
    client.middlewareStack.add(replaced(DEEP_OBJECT), BEFORE_SIGNING);

    expect(await outcome(client.send(new ListTablesCommand({})))).toMatchObject({
      name: 'SerializationException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('is a SerializationException of a service that speaks REST', async () => {
    const client = new APIGatewayClient(once());
    client.middlewareStack.add(replaced(DEEP_OBJECT), BEFORE_SIGNING);

    expect(await outcome(client.send(new CreateApiKeyCommand({ name: 'deep' })))).toMatchObject({
      name: 'SerializationException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('is refused by a service that takes forms', async () => {
    const client = new IAMClient(once());
    const form = `Action=CreateRole&Version=2010-05-08&RoleName${'.a'.repeat(100_000)}=x`;
    client.middlewareStack.add(replaced(form), BEFORE_SIGNING);
    const create = new CreateRoleCommand({ RoleName: 'deep', AssumeRolePolicyDocument: '{}' });

    expect(await outcome(client.send(create))).toMatchObject({
      name: 'MalformedInput',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('is a MalformedDetail of an event', async () => {
    const entry = { Source: 'x', DetailType: 'y', Detail: DEEP_OBJECT };
    const { Entries } = await new EventBridgeClient(once()).send(
      new PutEventsCommand({ Entries: [entry] }),
    );

    expect(Entries).toMatchObject([{ ErrorCode: 'MalformedDetail' }]);
  });

  it.each([
    [
      'an execution’s input',
      'InvalidExecutionInput',
      () =>
        new SFNClient(once()).send(
          new StartExecutionCommand({
            stateMachineArn: product.outputs.OnboardingStateMachineArn,
            input: DEEP_OBJECT,
          }),
        ),
    ],
    [
      'an invocation’s payload',
      'InvalidRequestContentException',
      () =>
        new LambdaClient(once()).send(
          new InvokeCommand({
            FunctionName: product.stackOutputs['OrphanSweeperFunction'] ?? '',
            Payload: DEEP_OBJECT,
          }),
        ),
    ],
    [
      'a pattern',
      'InvalidEventPatternException',
      () =>
        new EventBridgeClient(once()).send(
          new TestEventPatternCommand({ EventPattern: nested(2_000), Event: '{}' }),
        ),
    ],
    [
      'a policy',
      'MalformedPolicyDocumentException',
      () =>
        new IAMClient(once()).send(
          new CreateRoleCommand({ RoleName: 'deep', AssumeRolePolicyDocument: nested(2_000) }),
        ),
    ],
  ])('is refused as %s', async (_, name, send) => {
    const error = await outcome(send());

    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('is done no harm by, where it is just not too deep', async () => {
    const { OnboardingStateMachineArn: stateMachineArn } = product.outputs;
    const entry = {
      Source: 'registration',
      DetailType: 'TenantRegistered',
      Detail: ALLOWED,
      EventBusName: product.outputs.EventBusName,
    };
    const { FailedEntryCount } = await new EventBridgeClient(once()).send(
      new PutEventsCommand({ Entries: [entry] }),
    );
    const started = await new SFNClient(once()).send(
      new StartExecutionCommand({ stateMachineArn, input: ALLOWED }),
    );
    const { FunctionError } = await new LambdaClient(once()).send(
      new InvokeCommand({
        FunctionName: product.stackOutputs['OrphanSweeperFunction'] ?? '',
        Payload: ALLOWED,
      }),
    );
    const { registrationId } = await product.register({
      tenantName: 'Acme',
      adminEmail: 'ada@acme.example',
      tier: 'basic',
    });

    expect(FailedEntryCount).toBe(0);
    expect(started.executionArn).toEqual(expect.any(String));
    expect([undefined, 'Unhandled']).toContain(FunctionError);
    expect((await product.settled(registrationId)).status).toBe('active');
  });
});
