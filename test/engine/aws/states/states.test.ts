import { afterEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../../../engine/kernel/json.ts';
import { fakeLambda, invoking, returned, runMachine, threw } from './stateMachines.ts';

let current: Awaited<ReturnType<typeof runMachine>> | undefined;

const run: typeof runMachine = async (definition, options) => {
  current = await runMachine(definition, options);
  return current;
};

afterEach(async () => {
  await current?.machines.destroy();
  current = undefined;
});

describe('states', () => {
  it('hands a function the evaluated payload and its answer on as the result', async () => {
    const lambda = fakeLambda({
      add: (payload) => returned({ seen: payload, sum: 3 }),
    });

    const { output, machines, arn } = await run(
      {
        StartAt: 'Add',
        States: {
          Add: invoking('add', {
            Arguments: { FunctionName: 'add', Payload: { list: ['{% $states.input.a %}', 'b'] } },
            Output: '{% $states.result.Payload %}',
          }),
        },
      },
      { input: { a: 1 }, services: [lambda] },
    );

    expect(output).toEqual({ seen: { list: [1, 'b'] }, sum: 3 });
    expect(await machines.history(arn)).toEqual([
      expect.objectContaining({ id: 1, previousEventId: 0, type: 'ExecutionStarted' }),
      expect.objectContaining({
        id: 2,
        previousEventId: 0,
        type: 'TaskStateEntered',
        stateEnteredEventDetails: {
          name: 'Add',
          input: '{"a":1}',
          inputDetails: { truncated: false },
        },
      }),
      expect.objectContaining({
        id: 3,
        previousEventId: 2,
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          resourceType: 'lambda',
          resource: 'invoke',
          region: 'us-east-1',
          parameters: '{"FunctionName":"add","Payload":{"list":[1,"b"]}}',
        },
      }),
      expect.objectContaining({ id: 4, type: 'TaskStarted' }),
      expect.objectContaining({
        id: 5,
        type: 'TaskSucceeded',
        taskSucceededEventDetails: expect.objectContaining({
          output: expect.stringContaining('"StatusCode":200'),
        }),
      }),
      expect.objectContaining({ id: 6, type: 'TaskStateExited' }),
      expect.objectContaining({ id: 7, previousEventId: 6, type: 'ExecutionSucceeded' }),
    ]);
  });

  it('assigns all variables at once from the values before', async () => {
    const { output } = await run({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
        B: {
          Type: 'Pass',
          Assign: { x: '{% $y %}', y: '{% $x %}' },
          Output: '{% $x %}',
          Next: 'C',
        },
        C: {
          Type: 'Pass',
          Output: { x: '{% $x %}', y: '{% $y %}', was: '{% $states.input %}' },
          End: true,
        },
      },
    });

    expect(output).toEqual({ x: 2, y: 1, was: 1 });
  });

  it.each<[number, Json]>([
    [5, 'big!'],
    [1, 'small'],
  ])('takes the first choice that holds for %d, or the default', async (size, expected) => {
    const { output } = await run(
      {
        StartAt: 'C',
        States: {
          C: {
            Type: 'Choice',
            Choices: [
              {
                Condition: '{% $states.input.size > 3 %}',
                Next: 'Big',
                Assign: { mark: '!' },
                Output: 'big',
              },
            ],
            Default: 'Small',
            Output: 'small',
          },
          Big: { Type: 'Pass', Output: '{% $states.input & $mark %}', End: true },
          Small: { Type: 'Succeed' },
        },
      },
      { input: { size } },
    );

    expect(output).toBe(expected);
  });

  it('fails a choice without a match or a default', async () => {
    const choice = { Type: 'Choice', Choices: [{ Condition: '{% 1 = 2 %}', Next: 'End' }] };

    const { error } = await run({ StartAt: 'C', States: { C: choice, End: { Type: 'Succeed' } } });

    expect(error).toBe('States.NoChoiceMatched');
  });

  it('ends in Fail with an evaluated error and cause', async () => {
    const { status, error, cause } = await run(
      {
        StartAt: 'F',
        States: { F: { Type: 'Fail', Error: 'Broken', Cause: '{% "at " & $states.input.at %}' } },
      },
      { input: { at: 'noon' } },
    );

    expect({ status, error, cause }).toEqual({
      status: 'FAILED',
      error: 'Broken',
      cause: 'at noon',
    });
  });

  it('catches by name, with the error output and the variables of the catcher', async () => {
    const lambda = fakeLambda({ f: () => threw('NoRoom', 'full') });

    const { output, machines, arn } = await run(
      {
        StartAt: 'T',
        States: {
          T: invoking('f', {
            Catch: [
              { ErrorEquals: ['Other'], Next: 'Never' },
              {
                ErrorEquals: ['NoRoom'],
                Next: 'Told',
                Assign: { failed: '{% $states.errorOutput.Error %}' },
                Output: '{% $parse($states.errorOutput.Cause).errorMessage %}',
              },
            ],
          }),
          Told: { Type: 'Pass', Output: '{% $failed & ": " & $states.input %}', End: true },
          Never: { Type: 'Succeed' },
        },
      },
      { services: [lambda] },
    );

    expect(output).toBe('NoRoom: full');
    const exited = (await machines.history(arn)).find(({ type }) => type === 'TaskStateExited');
    expect(exited).toMatchObject({
      stateExitedEventDetails: {
        name: 'T',
        output: '"full"',
        assignedVariables: { failed: '"NoRoom"' },
      },
    });
  });

  it('catches an expression of its own that fails', async () => {
    const { output } = await run(
      {
        StartAt: 'T',
        States: {
          T: invoking('f', {
            Output: '{% $states.result.nothing %}',
            Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Told' }],
          }),
          Told: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
        },
      },
      { services: [fakeLambda({ f: () => returned(1) })] },
    );

    expect(output).toBe('States.QueryEvaluationError');
  });

  it('fails on data over 256 KiB, which States.ALL does not catch', async () => {
    const lambda = fakeLambda({ f: () => returned('x'.repeat(262_144)) });
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];

    const { error } = await run(
      { StartAt: 'T', States: { T: invoking('f', { Catch }), Caught: { Type: 'Succeed' } } },
      { services: [lambda] },
    );

    expect(error).toBe('States.DataLimitExceeded');
  });
});
