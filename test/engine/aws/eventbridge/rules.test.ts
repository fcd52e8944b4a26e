import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventEngine, FUNCTION_ARN, MACHINE_ARN, ROLE_ARN } from './eventEngine.ts';

let bridge: Awaited<ReturnType<typeof eventEngine>>;

beforeAll(async () => {
  bridge = await eventEngine();
  await bridge.start();
});

afterAll(() => bridge.destroy());

const PATTERN = '{"source":["s"]}';

describe('CreateEventBus', () => {
  it('adds to the default bus, which is always there', async () => {
    await bridge.events('CreateEventBus', { Name: 'extra', Tags: [{ Key: 'k', Value: 'v' }] });

    expect(await bridge.events('ListEventBuses', {})).toMatchObject({
      EventBuses: [{ Name: 'default' }, { Name: 'extra' }],
    });
    await expect(bridge.events('CreateEventBus', { Name: 'extra' })).rejects.toMatchObject({
      code: 'ResourceAlreadyExistsException',
    });
    expect(
      await bridge.events('ListTagsForResource', {
        ResourceARN: 'arn:aws:events:us-east-1:000000000000:event-bus/extra',
      }),
    ).toEqual({ Tags: [{ Key: 'k', Value: 'v' }] });
  });
});

describe('PutPermission', () => {
  it('keeps one statement per id in the policy of the bus', async () => {
    await bridge.events('CreateEventBus', { Name: 'shared' });
    const permission = {
      EventBusName: 'shared',
      StatementId: 'one',
      Action: 'events:PutEvents',
      Principal: '111111111111',
    };

    await bridge.events('PutPermission', permission);
    await bridge.events('PutPermission', permission);
    const { Policy: policy } = await bridge.events('DescribeEventBus', { Name: 'shared' });
    await bridge.events('RemovePermission', { EventBusName: 'shared', StatementId: 'one' });

    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: 'one',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: 'events:PutEvents',
        Resource: 'arn:aws:events:us-east-1:000000000000:event-bus/shared',
      },
    ]);
    expect(await bridge.events('DescribeEventBus', { Name: 'shared' })).not.toHaveProperty(
      'Policy.length',
    );
  });
});

describe('PutRule', () => {
  it('describes what it was given, by name or ARN of the bus', async () => {
    await bridge.events('CreateEventBus', { Name: 'described' });
    const EventBusName = 'arn:aws:events:us-east-1:000000000000:event-bus/described';

    const { RuleArn } = await bridge.events('PutRule', {
      Name: 'r',
      EventBusName,
      EventPattern: PATTERN,
      State: 'DISABLED',
    });

    expect(RuleArn).toBe('arn:aws:events:us-east-1:000000000000:rule/described/r');
    expect(
      await bridge.events('DescribeRule', { Name: 'r', EventBusName: 'described' }),
    ).toMatchObject({ EventPattern: PATTERN, State: 'DISABLED', EventBusName: 'described' });
  });

  it.each([
    { input: { EventPattern: '{"a":[{"like":1}]}' }, code: 'InvalidEventPatternException' },
    { input: {}, code: 'ValidationException' },
    { input: { ScheduleExpression: 'rate(1 week)' }, code: 'ValidationException' },
    { input: { EventPattern: PATTERN, EventBusName: 'none' }, code: 'ResourceNotFoundException' },
  ])('refuses $input', async ({ input, code }) => {
    await expect(bridge.events('PutRule', { Name: 'wrong', ...input })).rejects.toMatchObject({
      code,
    });
  });

  it('takes effect on the next event', async () => {
    await bridge.route('effect', { Arn: FUNCTION_ARN });
    await bridge.route('control', { Arn: MACHINE_ARN, RoleArn: ROLE_ARN });
    await bridge.publish('effect');
    await bridge.until(() => bridge.invoked.length > 0);

    await bridge.events('DisableRule', { Name: 'effect' });
    await bridge.publish('effect');
    await bridge.publish('control');
    await bridge.until(() => bridge.started.length > 0);

    expect(bridge.invoked).toHaveLength(1);
  });
});

describe('PutTargets', () => {
  it.each([
    { target: { Arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' }, named: 'kinesis' },
    { target: { Arn: 'arn:aws:sqs:us-east-1:000000000000:q.fifo' }, named: 'q.fifo' },
    { target: { Arn: MACHINE_ARN }, named: 'RoleArn' },
    { target: { Arn: FUNCTION_ARN, SqsParameters: {} }, named: 'SqsParameters' },
    { target: { Arn: FUNCTION_ARN, InputPath: '$..a' }, named: '$..a' },
    { target: { Arn: FUNCTION_ARN, Input: '1', InputPath: '$.a' }, named: 'Only one of' },
  ])('refuses $target', async ({ target, named }) => {
    await bridge.events('PutRule', { Name: 'targets', EventPattern: PATTERN });

    const putting = bridge.events('PutTargets', {
      Rule: 'targets',
      Targets: [{ Id: 't', ...target }],
    });

    await expect(putting).rejects.toThrow(named);
  });

  it('replaces a target of the same id, and no rule goes before its targets', async () => {
    await bridge.route('replaced', { Arn: FUNCTION_ARN });
    await bridge.route('replaced', { Arn: FUNCTION_ARN, Input: '{}' });
    const Rule = 'replaced';

    expect(await bridge.events('ListTargetsByRule', { Rule })).toEqual({
      Targets: [{ Id: 'target', Arn: FUNCTION_ARN, Input: '{}' }],
    });
    await expect(bridge.events('DeleteRule', { Name: Rule })).rejects.toThrow('has targets');
    await bridge.events('RemoveTargets', { Rule, Ids: ['target'] });
    await bridge.events('DeleteRule', { Name: Rule });
    await expect(bridge.events('DescribeRule', { Name: Rule })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});

describe('TestEventPattern', () => {
  const Event = JSON.stringify({
    id: '1',
    account: '1',
    source: 's',
    time: 't',
    region: 'r',
    resources: [],
    'detail-type': 'd',
  });

  it('answers as a rule would decide', async () => {
    const test = (EventPattern: string) =>
      bridge.events('TestEventPattern', { EventPattern, Event });

    expect(await test(PATTERN)).toEqual({ Result: true });
    expect(await test('{"source":["t"]}')).toEqual({ Result: false });
  });
});
