import { afterEach, describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '../../../../engine/kernel/json.ts';
import { fakeLambda, invoking, returned, stateMachines, threw } from './stateMachines.ts';

type Machines = Awaited<ReturnType<typeof stateMachines>>;
let open: Machines | undefined;

afterEach(async () => {
  await open?.destroy();
  open = undefined;
});

const run = async (
  states: JsonObject,
  options: { input?: Json; handlers?: Parameters<typeof fakeLambda>[0] } = {},
) => {
  open = await stateMachines({ services: [fakeLambda(options.handlers ?? {})] });
  await open.create({ StartAt: 'S', States: states });
  const arn = await open.begin(options.input ?? {});
  return { arn, machines: open, ...(await open.ended(arn)) };
};

const branch = (name: string, state: JsonObject): JsonObject => ({
  StartAt: name,
  States: { [name]: state },
});

describe('Parallel', () => {
  it('gives every branch its input and the variables, and collects the outputs in order', async () => {
    const { output, machines, arn } = await run({
      S: { Type: 'Pass', Assign: { v: 1 }, Next: 'P' },
      P: {
        Type: 'Parallel',
        Arguments: { n: '{% $v + 1 %}' },
        Branches: [
          branch('A', { Type: 'Pass', Output: '{% $states.input.n %}', End: true }),
          branch('B', { Type: 'Pass', Assign: { w: 5 }, Output: '{% $v %}', End: true }),
        ],
        Output: { results: '{% $states.result %}', outer: '{% $exists($w) %}' },
        End: true,
      },
    });

    expect(output).toEqual({ results: [2, 1], outer: false });
    const events = await machines.history(arn);
    const started = events.find(({ type }) => type === 'ParallelStateStarted')?.id;
    const entered = events.filter(({ type }) => type === 'PassStateEntered').slice(1);
    expect(entered.map((event) => event.previousEventId)).toEqual([started, started]);
    expect(events.slice(-3).map(({ type }) => type)).toEqual([
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('ends the other branches with the first that fails, and takes its error', async () => {
    const { output, machines, arn } = await run(
      {
        S: {
          Type: 'Parallel',
          Branches: [
            branch('Slow', { Type: 'Wait', Seconds: 600, End: true }),
            branch('Bad', invoking('f')),
          ],
          Catch: [{ ErrorEquals: ['Broken'], Next: 'Told' }],
          End: true,
        },
        Told: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
      },
      { handlers: { f: () => threw('Broken', 'no') } },
    );

    expect(output).toBe('Broken');
    expect(await machines.types(arn)).toEqual(
      expect.arrayContaining(['WaitStateAborted', 'TaskStateAborted', 'ParallelStateFailed']),
    );
  });
});

describe('Map', () => {
  it('runs each item with its own context and collects the outputs in order', async () => {
    const { output } = await run(
      {
        S: {
          Type: 'Map',
          Items: '{% $states.input.items %}',
          ItemSelector: {
            at: '{% $states.context.Map.Item.Index %}',
            it: '{% $states.context.Map.Item.Value %}',
          },
          ItemProcessor: branch('Call', invoking('f', { Output: '{% $states.result.Payload %}' })),
          MaxConcurrency: 2,
          End: true,
        },
      },
      {
        input: { items: ['a', 'b', 'c'] },
        handlers: { f: (payload) => returned(payload) },
      },
    );

    expect(output).toEqual([
      { at: 0, it: 'a' },
      { at: 1, it: 'b' },
      { at: 2, it: 'c' },
    ]);
  });

  it('says in Step Functions’ words what is no array', async () => {
    const { output } = await run({
      S: {
        Type: 'Map',
        Items: '{% 1 %}',
        ItemProcessor: branch('P', { Type: 'Pass', End: true }),
        Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'Told' }],
        End: true,
      },
      Told: { Type: 'Succeed' },
    });

    expect(output).toMatchObject({
      Error: 'States.QueryEvaluationError',
      Cause: expect.stringContaining(
        "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1",
      ),
    });
  });

  it('works on no more items at once than MaxConcurrency says', async () => {
    const release: (() => void)[] = [];
    const f = async () => {
      await new Promise<void>((resolve) => release.push(resolve));
      return returned(null);
    };
    open = await stateMachines({ services: [fakeLambda({ f })] });
    const ItemProcessor = branch('Call', invoking('f'));
    const S = { Type: 'Map', ItemProcessor, MaxConcurrency: 2, End: true };
    await open.create({ StartAt: 'S', States: { S } });
    const arn = await open.begin([1, 2, 3]);

    await open.reached(arn, 'TaskStarted', 2);
    expect(await open.types(arn)).toHaveLength(3 + 2 + 2 * 3);
    release.shift()?.();
    await open.reached(arn, 'TaskStarted', 3);
    for (const finish of release) finish();

    expect((await open.ended(arn)).status).toBe('SUCCEEDED');
  });

  it('succeeds with nothing to do', async () => {
    const { output } = await run(
      { S: { Type: 'Map', ItemProcessor: branch('Call', invoking('f')), End: true } },
      { input: [] },
    );

    expect(output).toEqual([]);
  });

  it('starts all over for a Retry of its own', async () => {
    let calls = 0;
    const f = () => {
      calls += 1;
      return calls === 2 ? threw('Once', 'no') : returned(calls);
    };

    const { output, machines, arn } = await run(
      {
        S: {
          Type: 'Map',
          ItemProcessor: branch('Call', invoking('f', { Output: '{% $states.result.Payload %}' })),
          MaxConcurrency: 1,
          Retry: [{ ErrorEquals: ['Once'], IntervalSeconds: 1, JitterStrategy: 'FULL' }],
          End: true,
        },
      },
      { input: [0, 0], handlers: { f } },
    );

    expect(output).toEqual([3, 4]);
    const types = await machines.types(arn);
    expect(types.filter((type) => type === 'MapIterationFailed')).toHaveLength(1);
    expect(types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(3);
  });
});
