import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Position } from '../../../../engine/aws/states/records.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { openStore } from '../../../../engine/kernel/levelStore.ts';
import { virtualClock } from '../../../support/virtualClock.ts';
import { fakeLambda, invoking, returned, stateMachines } from './stateMachines.ts';

type Machines = Awaited<ReturnType<typeof stateMachines>>;
let open: Machines | undefined;

afterEach(async () => {
  await open?.destroy();
  open = undefined;
});

const never = () => new Promise<JsonObject>(() => {});

const interrupted = async (definition: JsonObject, at: string) => {
  const time = virtualClock();
  const directory = await mkdtemp(join(tmpdir(), 'restart-'));
  const services = [fakeLambda({ f: never })];
  const first = await stateMachines({ services, clock: time.clock, directory });
  await first.create(definition);
  const arn = await first.begin();
  await first.reached(arn, at);
  await first.close();
  const positions = async (change: (position: Position) => Position) => {
    const store = await openStore(join(directory, 'state'));
    const stored = store.collection('states.positions', Position);
    for (const { key, value } of await stored.list()) await stored.put(key, change(value));
    await store.close();
  };
  const reopen = async (handlers: Parameters<typeof fakeLambda>[0] = {}) => {
    const options = { services: [fakeLambda(handlers)], clock: time.clock };
    open = await stateMachines({ ...options, directory });
    return open;
  };
  return { ...time, arn, reopen, positions };
};

describe('an execution that was running when the engine stopped', () => {
  it('loses the attempt that ran, and lets Retry make the next one', async () => {
    const Retry = [{ ErrorEquals: ['Lambda.ServiceException'], IntervalSeconds: 5 }];
    const Arguments = { FunctionName: 'f', Payload: '{% $states.context.State.RetryCount %}' };
    const Output = '{% $states.result.Payload %}';
    const T = invoking('f', { Arguments, Output, Retry });

    const { arn, reopen, advance } = await interrupted(
      { StartAt: 'T', States: { T } },
      'TaskStarted',
    );
    const machines = await reopen({ f: (payload) => returned({ attempt: payload }) });
    await machines.reached(arn, 'TaskFailed');
    await advance(5_000);

    expect((await machines.ended(arn)).output).toEqual({ attempt: 1 });
    expect((await machines.history(arn)).find(({ type }) => type === 'TaskFailed')).toMatchObject({
      taskFailedEventDetails: {
        error: 'Lambda.ServiceException',
        cause: 'the engine stopped while the task ran',
      },
    });
  });

  it('fails when no Retry covers the lost attempt', async () => {
    const { arn, reopen } = await interrupted(
      { StartAt: 'T', States: { T: invoking('f') } },
      'TaskStarted',
    );
    const machines = await reopen();

    expect(await machines.ended(arn)).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.ServiceException',
    });
  });

  it('reports nothing of a task that fails after that', async () => {
    let fails: (error: Error) => void = () => {};
    const f = () =>
      new Promise<JsonObject>((_, reject) => {
        fails = reject;
      });
    open = await stateMachines({ services: [fakeLambda({ f })] });
    await open.create({ StartAt: 'T', States: { T: invoking('f') } });
    await open.reached(await open.begin(), 'TaskStarted');
    await open.close();

    fails(new Error('the store is closed'));
    await new Promise((resolve) => setImmediate(resolve));

    expect(existsSync(join(open.directory, 'logs', 'engine.log'))).toBe(false);
  });

  it('waits for what was left of its wait only', async () => {
    const W = { Type: 'Wait', Seconds: 60, End: true };
    const { arn, reopen, advance } = await interrupted(
      { StartAt: 'W', States: { W } },
      'WaitStateEntered',
    );
    await advance(45_000);
    const machines = await reopen();
    await advance(14_999);
    expect((await machines.describe(arn)).status).toBe('RUNNING');
    await advance(1);

    expect((await machines.ended(arn)).status).toBe('SUCCEEDED');
  });

  it('keeps its variables, its deadline and the definition that it started with', async () => {
    const { arn, reopen, advance } = await interrupted(
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Pass', Assign: { kept: 'yes' }, Next: 'W' },
          W: { Type: 'Wait', Seconds: 10, Next: 'B' },
          B: { Type: 'Pass', Output: '{% $kept %}', End: true },
        },
      },
      'WaitStateEntered',
    );
    const machines = await reopen();
    await machines.call('states', 'UpdateStateMachine', {
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Other',
        States: { Other: { Type: 'Succeed' } },
      }),
    });
    await advance(10_000);

    expect((await machines.ended(arn)).output).toBe('yes');
  });

  it('goes on with the branches that had not finished', async () => {
    const branch = (name: string, Seconds: number) => ({
      StartAt: name,
      States: { [name]: { Type: 'Wait', Seconds, Output: name, End: true } },
    });
    const P = { Type: 'Parallel', Branches: [branch('short', 1), branch('long', 60)], End: true };
    const { arn, reopen, advance } = await interrupted(
      { StartAt: 'P', States: { P } },
      'WaitStateEntered',
    );
    const machines = await reopen();
    await machines.reached(arn, 'WaitStateEntered', 2);
    await advance(1_000);
    await machines.reached(arn, 'WaitStateExited');
    await advance(59_000);

    expect((await machines.ended(arn)).output).toEqual(['short', 'long']);
  });

  it('ends at the 25,000th event of its history', async () => {
    const { arn, reopen, advance, positions } = await interrupted(
      {
        StartAt: 'W',
        States: {
          W: { Type: 'Wait', Seconds: 1, Next: 'Loop' },
          Loop: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Loop' }], Default: 'End' },
          End: { Type: 'Succeed' },
        },
      },
      'WaitStateEntered',
    );
    await positions((position) => ({ ...position, lastEventId: 24_900 }));
    const machines = await reopen();
    await advance(1_000);

    expect((await machines.ended(arn)).cause).toContain('maximum number of history events (25000)');
    expect((await machines.history(arn)).at(-1)).toMatchObject({
      id: 25_000,
      type: 'ExecutionFailed',
    });
  });
});
