import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { virtualClock } from '../../../support/virtualClock.ts';
import { ROLE, stateMachines } from './stateMachines.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';
const WAITING = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };
const PASSING = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
const DAY = 24 * 3_600_000;

let time: ReturnType<typeof virtualClock>;
let machines: Awaited<ReturnType<typeof stateMachines>>;

beforeEach(async () => {
  time = virtualClock();
  machines = await stateMachines({ clock: time.clock });
});

afterEach(() => machines.destroy());

const call = (operation: string, input: JsonObject = {}) =>
  machines.call('states', operation, input);
const refusal = (code: string) => expect.objectContaining({ code });

describe('state machines', () => {
  it('are created once, described, listed and deleted', async () => {
    const created = await machines.create(PASSING);
    const again = await machines.create(PASSING);

    expect(again).toEqual(created);
    expect(await call('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: ROLE,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...PASSING }),
      creationDate: time.clock.now() / 1_000,
    });
    expect(await call('ListStateMachines')).toMatchObject({ stateMachines: [{ name: 'machine' }] });
    await call('DeleteStateMachine', { stateMachineArn: ARN });
    await expect(call('DescribeStateMachine', { stateMachineArn: ARN })).rejects.toEqual(
      refusal('StateMachineDoesNotExist'),
    );
  });

  it('refuse a second definition under the same name', async () => {
    await machines.create(PASSING);

    await expect(machines.create(WAITING)).rejects.toEqual(refusal('StateMachineAlreadyExists'));
  });

  it.each<[string, JsonObject]>([
    ['StateMachineTypeNotSupported', { type: 'EXPRESS' }],
    ['InvalidName', { name: 'with space' }],
    ['InvalidDefinition', { definition: '{}' }],
    ['ValidationException', { roleArn: 'nobody' }],
    ['ValidationException', { publish: true }],
  ])('refuse with %s: %j', async (code, input) => {
    const good = {
      name: 'm',
      roleArn: ROLE,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...PASSING }),
    };

    await expect(call('CreateStateMachine', { ...good, ...input })).rejects.toEqual(refusal(code));
  });

  it('keep tags', async () => {
    await machines.create(PASSING);

    await call('TagResource', {
      resourceArn: ARN,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    });
    await call('UntagResource', { resourceArn: ARN, tagKeys: ['a'] });

    expect(await call('ListTagsForResource', { resourceArn: ARN })).toEqual({
      tags: [{ key: 'b', value: '2' }],
    });
  });
});

describe('executions', () => {
  it('answer the running one for the same name and input', async () => {
    await machines.create(WAITING);
    const start = { stateMachineArn: ARN, name: 'n', input: '{"a":1}' };
    const first = await call('StartExecution', start);
    await time.advance(1_000);

    expect(await call('StartExecution', start)).toEqual(first);
    await expect(call('StartExecution', { ...start, input: '{}' })).rejects.toEqual(
      refusal('ExecutionAlreadyExists'),
    );
  });

  it('keep a name for 90 days after the end', async () => {
    await machines.create(PASSING);
    const arn = await machines.begin({}, 'n');
    await machines.ended(arn);

    await expect(machines.begin({}, 'n')).rejects.toEqual(refusal('ExecutionAlreadyExists'));
    await time.advance(90 * DAY);
    await machines.begin({ second: true }, 'n');

    expect((await machines.ended(arn)).output).toEqual({ second: true });
    expect(await machines.history(arn)).toHaveLength(4);
    const { executions } = await call('ListExecutions', { stateMachineArn: ARN });
    expect(executions).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ['InvalidName', { name: 'x'.repeat(81) }],
    ['InvalidExecutionInput', { input: 'no json' }],
    ['InvalidExecutionInput', { input: JSON.stringify('x'.repeat(262_144)) }],
    ['InvalidArn', { stateMachineArn: 'machine' }],
    ['StateMachineDoesNotExist', { stateMachineArn: `${ARN}2` }],
  ])('refuse with %s', async (code, input) => {
    await machines.create(PASSING);

    await expect(call('StartExecution', { stateMachineArn: ARN, ...input })).rejects.toEqual(
      refusal(code),
    );
  });

  it('are listed newest first, by status and page by page', async () => {
    await machines.create(WAITING);
    const arns: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      arns.push(await machines.begin({}, name));
      await time.advance(10);
    }
    await call('StopExecution', { executionArn: arns[1] ?? '' });

    const list = { stateMachineArn: ARN, maxResults: 2 };
    const first = await call('ListExecutions', list);
    const second = await call('ListExecutions', { ...list, nextToken: first['nextToken'] });
    const running = await call('ListExecutions', { ...list, statusFilter: 'RUNNING' });

    expect(first).toMatchObject({ executions: [{ name: 'c' }, { name: 'b', status: 'ABORTED' }] });
    expect(second).toEqual({ executions: [expect.objectContaining({ name: 'a' })] });
    expect(running).toMatchObject({ executions: [{ name: 'c' }, { name: 'a' }] });
    await expect(call('ListExecutions', { ...list, nextToken: '*' })).rejects.toEqual(
      refusal('InvalidToken'),
    );
  });

  it('stop where they are, once', async () => {
    await machines.create(WAITING);
    const arn = await machines.begin();
    await machines.reached(arn, 'WaitStateEntered');

    const stop = { executionArn: arn, error: 'Operator', cause: 'enough' };
    const stopped = await call('StopExecution', stop);
    await time.advance(60_000);

    expect(await call('StopExecution', stop)).toEqual(stopped);
    expect(await machines.describe(arn)).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      cause: 'enough',
      stopDate: stopped['stopDate'],
    });
    expect(await machines.types(arn)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'ExecutionAborted',
    ]);
  });

  it('tell their history in pages, either way round, with or without the data', async () => {
    await machines.create(PASSING);
    const executionArn = await machines.begin({ a: 1 });
    await machines.ended(executionArn);

    const page = { executionArn, maxResults: 3, reverseOrder: true, includeExecutionData: false };
    const first = await call('GetExecutionHistory', page);
    const second = await call('GetExecutionHistory', { ...page, nextToken: first['nextToken'] });

    expect(first['events']).toEqual([
      expect.objectContaining({ id: 4, executionSucceededEventDetails: {} }),
      expect.objectContaining({ id: 3, stateExitedEventDetails: { name: 'P' } }),
      expect.objectContaining({ id: 2, stateEnteredEventDetails: { name: 'P' } }),
    ]);
    expect(second).toEqual({ events: [expect.objectContaining({ id: 1 })] });
  });
});
