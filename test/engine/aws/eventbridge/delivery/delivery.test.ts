import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admitting, eventEngine, FUNCTION_ARN, MACHINE_ARN, ROLE_ARN } from '../eventEngine.ts';

let bridge: Awaited<ReturnType<typeof eventEngine>>;

beforeEach(async () => {
  bridge = await eventEngine();
  await bridge.start();
});

afterEach(() => bridge.destroy());

const failing = (times: number, error = 'ServiceException') =>
  bridge.engine.faults.add({
    service: 'lambda',
    operation: 'Invoke',
    error,
    when: 'before',
    times,
  });

describe('delivery', () => {
  it('hands a function the event as an event invocation', async () => {
    await bridge.route('orders', { Arn: FUNCTION_ARN });

    const answer = await bridge.publish('orders', { Resources: ['r'], Time: 1_700_000_000 });
    await bridge.until(() => bridge.invoked.length > 0);

    const ruleArn = 'arn:aws:events:us-east-1:000000000000:rule/orders';
    expect(bridge.invoked).toMatchObject([
      {
        input: { FunctionName: FUNCTION_ARN, InvocationType: 'Event' },
        principal: { kind: 'service', service: 'events.amazonaws.com', sourceArn: ruleArn },
      },
    ]);
    expect(JSON.parse(String(bridge.invoked[0]?.input['Payload']))).toEqual({
      version: '0',
      id: Object(answer['Entries'])[0].EventId,
      'detail-type': 'Happened',
      source: 'orders',
      account: '000000000000',
      time: '2023-11-14T22:13:20Z',
      region: 'us-east-1',
      resources: ['r'],
      detail: { a: 1 },
    });
  });

  it('starts a state machine with the role of the target', async () => {
    await bridge.route('orders', { Arn: MACHINE_ARN, RoleArn: ROLE_ARN, InputPath: '$.detail' });

    await bridge.publish('orders');
    await bridge.until(() => bridge.started.length > 0);

    expect(bridge.started).toMatchObject([
      {
        input: { stateMachineArn: MACHINE_ARN, input: '{"a":1}' },
        principal: { kind: 'role', roleName: 'events-role' },
      },
    ]);
  });

  it('puts an event on another bus, whose rules see it', async () => {
    const other = 'arn:aws:events:us-east-1:000000000000:event-bus/other';
    await bridge.events('CreateEventBus', { Name: 'other' });
    await bridge.events('PutPermission', {
      EventBusName: 'other',
      Policy: admitting({ Action: 'events:PutEvents', Resource: other }),
    });
    await bridge.events('PutRule', {
      Name: 'all',
      EventBusName: 'other',
      EventPattern: '{"source":[{"prefix":""}]}',
    });
    await bridge.events('PutTargets', {
      Rule: 'all',
      EventBusName: 'other',
      Targets: [{ Id: 'f', Arn: FUNCTION_ARN }],
    });
    await bridge.route('orders', { Arn: other });

    await bridge.publish('orders');
    await bridge.until(() => bridge.invoked.length > 0);

    expect(JSON.parse(String(bridge.invoked[0]?.input['Payload']))).toMatchObject({
      source: 'orders',
      detail: { a: 1 },
    });
  });

  it('tries again until the target takes it', async () => {
    await bridge.route('orders', { Arn: FUNCTION_ARN });
    failing(3);

    await bridge.publish('orders');
    await bridge.until(() => bridge.invoked.length > 0);

    expect(bridge.invoked).toHaveLength(1);
    expect(bridge.engine.faults.list()).toEqual([]);
  });

  it('does not wait for a target that never answers', async () => {
    await bridge.route('orders', { Arn: FUNCTION_ARN });
    failing(1, 'Timeout');

    await bridge.publish('orders');
    await bridge.until(() => bridge.invoked.length > 0);

    expect(bridge.invoked).toHaveLength(1);
  });

  it('sends to the dead-letter queue when the attempts are used up', async () => {
    const queueArn = await bridge.queue('dead');
    await bridge.route('orders', {
      Arn: FUNCTION_ARN,
      RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
      DeadLetterConfig: { Arn: queueArn },
    });
    failing(99);

    await bridge.publish('orders');
    const dead = await bridge.buried('dead');

    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(dead).toMatchObject([
      {
        Body: expect.stringContaining('"detail":{"a":1}'),
        MessageAttributes: {
          RULE_ARN: text('arn:aws:events:us-east-1:000000000000:rule/orders'),
          TARGET_ARN: text(FUNCTION_ARN),
          ERROR_CODE: text('INTERNAL_ERROR'),
          EXHAUSTED_RETRY_CONDITION: text('MaximumRetryAttempts'),
          RETRY_ATTEMPTS: text('2'),
        },
      },
    ]);
    expect(bridge.engine.faults.list()).toMatchObject([{ times: 96 }]);
  });

  it('gives up when the event is too old', async () => {
    const queueArn = await bridge.queue('dead');
    await bridge.route('orders', {
      Arn: FUNCTION_ARN,
      RetryPolicy: { MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: queueArn },
    });
    failing(99);

    await bridge.publish('orders');

    expect(await bridge.buried('dead')).toMatchObject([
      {
        MessageAttributes: {
          EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumEventAgeInSeconds' },
        },
      },
    ]);
  });

  it.each([
    ['ResourceNotFoundException', 'NO_RESOURCE'],
    ['AccessDeniedException', 'NO_PERMISSIONS'],
  ])('does not try %s again', async (error, code) => {
    const queueArn = await bridge.queue('dead');
    await bridge.route('orders', { Arn: FUNCTION_ARN, DeadLetterConfig: { Arn: queueArn } });
    failing(99, error);

    await bridge.publish('orders');

    expect(await bridge.buried('dead')).toMatchObject([
      {
        MessageAttributes: {
          ERROR_CODE: { StringValue: code },
          RETRY_ATTEMPTS: { StringValue: '0' },
        },
      },
    ]);
  });

  it('waits for a dead-letter queue that is out of order', async () => {
    const queueArn = await bridge.queue('dead');
    await bridge.route('orders', { Arn: FUNCTION_ARN, DeadLetterConfig: { Arn: queueArn } });
    failing(1, 'AccessDeniedException');
    bridge.engine.faults.add({
      service: 'sqs',
      operation: 'SendMessage',
      error: 'ServiceUnavailable',
      when: 'before',
      times: 2,
    });

    await bridge.publish('orders');

    expect(await bridge.buried('dead')).toHaveLength(1);
    expect(bridge.invoked).toEqual([]);
  });

  it('goes on past a target that hangs', async () => {
    await bridge.route('stuck', { Arn: FUNCTION_ARN });
    await bridge.route('orders', { Arn: MACHINE_ARN, RoleArn: ROLE_ARN });
    failing(1, 'Timeout');

    await bridge.publish('stuck');
    for (let count = 0; count < 100; count += 1) await bridge.publish('orders');
    await bridge.until(() => bridge.started.length === 100);

    expect(bridge.invoked).toEqual([]);
  });

  it('takes up after a restart what was not delivered', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'engine-'));
    const before = await eventEngine({ directory });
    await before.route('orders', { Arn: FUNCTION_ARN });
    await before.publish('orders');
    await before.close();
    expect(before.invoked).toEqual([]);

    const after = await eventEngine({ directory });
    await after.start();
    await after.until(() => after.invoked.length > 0);
    await after.close();
    await rm(directory, { recursive: true });

    expect(after.invoked).toHaveLength(1);
  });
});
