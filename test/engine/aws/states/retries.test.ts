import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { virtualClock } from '../../../support/virtualClock.ts';
import { fakeLambda, invoking, returned, stateMachines, threw } from './stateMachines.ts';

type Machines = Awaited<ReturnType<typeof stateMachines>>;
let open: Machines | undefined;

afterEach(async () => {
  await open?.destroy();
  open = undefined;
});

const begun = async (definition: JsonObject, handlers: Parameters<typeof fakeLambda>[0] = {}) => {
  const time = virtualClock();
  open = await stateMachines({ services: [fakeLambda(handlers)], clock: time.clock });
  await open.create(definition);
  return { ...time, machines: open, arn: await open.begin() };
};

const task = (more: JsonObject): JsonObject => ({
  StartAt: 'T',
  States: { T: invoking('f', more) },
});

describe('Retry', () => {
  it('waits longer before each attempt, no longer than the limit, then gives up', async () => {
    const at: number[] = [];
    const { clock, advance, machines, arn } = await begun(
      task({
        Retry: [
          {
            ErrorEquals: ['Busy'],
            IntervalSeconds: 2,
            BackoffRate: 3,
            MaxAttempts: 3,
            MaxDelaySeconds: 10,
          },
        ],
      }),
      {
        f: () => {
          at.push(clock.now());
          return threw('Busy', 'later');
        },
      },
    );
    const started = clock.now();

    for (const [index, seconds] of [2, 6, 10].entries()) {
      await machines.reached(arn, 'TaskFailed', index + 1);
      await advance(seconds * 1_000);
    }

    expect((await machines.ended(arn)).error).toBe('Busy');
    expect(at.map((time) => (time - started) / 1_000)).toEqual([0, 2, 8, 18]);
  });

  it('counts the attempts of each retrier apart, and tells the state of all of them', async () => {
    const errors = ['Busy', 'Slow', 'Busy', 'Slow'];
    const counts: unknown[] = [];
    const { advance, machines, arn } = await begun(
      task({
        Arguments: { FunctionName: 'f', Payload: '{% $states.context.State.RetryCount %}' },
        Retry: [
          { ErrorEquals: ['Busy'], MaxAttempts: 2 },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 1 },
        ],
      }),
      {
        f: (payload) => {
          counts.push(payload);
          return threw(errors.shift() ?? 'None', 'no');
        },
      },
    );

    for (let failed = 1; failed <= 4; failed += 1) {
      await machines.reached(arn, 'TaskFailed', failed);
      await advance(5_000);
    }

    expect((await machines.ended(arn)).error).toBe('Slow');
    expect(counts).toEqual([0, 1, 2, 3]);
  });

  it('takes States.TaskFailed for any error but a timeout', async () => {
    const T = invoking('f', {
      TimeoutSeconds: 5,
      Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 5 }],
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }],
    });
    const { advance, machines, arn } = await begun(
      { StartAt: 'T', States: { T, Late: { Type: 'Succeed' } } },
      { f: () => new Promise(() => {}) },
    );

    await machines.reached(arn, 'TaskStarted');
    await advance(5_000);

    expect((await machines.ended(arn)).output).toEqual({ Error: 'States.Timeout' });
  });
});

describe('TimeoutSeconds', () => {
  it('ends a task that never answers, and ignores what it answers later', async () => {
    let answer: (value: JsonObject) => void = () => {};
    const { advance, machines, arn } = await begun(task({ TimeoutSeconds: 30 }), {
      f: () => new Promise((resolve) => (answer = resolve)),
    });

    await machines.reached(arn, 'TaskStarted');
    await advance(29_999);
    expect((await machines.describe(arn)).status).toBe('RUNNING');
    await advance(1);
    const ended = await machines.ended(arn);
    answer(returned('late'));

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await machines.types(arn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskTimedOut',
      'ExecutionFailed',
    ]);
  });

  it('ends the whole execution as TIMED_OUT', async () => {
    const { advance, machines, arn } = await begun({
      TimeoutSeconds: 60,
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 3_600, End: true } },
    });

    await machines.reached(arn, 'WaitStateEntered');
    await advance(60_000);

    expect(await machines.ended(arn)).toMatchObject({ status: 'TIMED_OUT', error: undefined });
    expect((await machines.history(arn)).at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      previousEventId: 0,
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });
});

describe('Wait', () => {
  it.each<JsonObject>([
    { Seconds: 90 },
    { Seconds: '{% 45 * 2 %}' },
    { Timestamp: '2026-01-01T00:01:30Z' },
    { Timestamp: '{% $fromMillis($toMillis($states.context.Execution.StartTime) + 90000) %}' },
  ])('goes on when its time has come: %j', async (field) => {
    const { advance, machines, arn } = await begun({
      StartAt: 'W',
      States: { W: { Type: 'Wait', ...field, Output: 'done', End: true } },
    });

    await machines.reached(arn, 'WaitStateEntered');
    await advance(89_999);
    expect((await machines.describe(arn)).status).toBe('RUNNING');
    await advance(1);

    expect(await machines.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
  });
});
