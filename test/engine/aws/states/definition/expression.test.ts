import { afterEach, describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '../../../../../engine/kernel/json.ts';
import { runMachine } from '../stateMachines.ts';

let current: Awaited<ReturnType<typeof runMachine>> | undefined;

const run: typeof runMachine = async (definition, options) => {
  current = await runMachine(definition, options);
  return current;
};

afterEach(async () => {
  await current?.machines.destroy();
  current = undefined;
});

const pass = (more: JsonObject): JsonObject => ({
  StartAt: 'P',
  States: { P: { Type: 'Pass', End: true, ...more } },
});

describe('evaluator', () => {
  it('tells the state where it is', async () => {
    const { output, arn } = await run(pass({ Output: '{% $states.context %}' }), {
      input: { a: 1 },
    });

    expect(output).toEqual({
      Execution: {
        Id: arn,
        Input: { a: 1 },
        Name: 'run',
        RoleArn: 'arn:aws:iam::000000000000:role/machine',
        StartTime: expect.stringMatching(/^\d{4}-.*Z$/),
        RedriveCount: 0,
      },
      State: { Name: 'P', EnteredTime: expect.stringMatching(/Z$/), RetryCount: 0 },
      StateMachine: {
        Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
        Name: 'machine',
      },
    });
  });

  it('fails on an expression that returns nothing, naming its field', async () => {
    const { machines, arn, ...ended } = await run(
      pass({ Output: { v: ['{% $states.input.no %}'] } }),
    );

    expect(ended).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause:
        "An error occurred while executing the state 'P' (entered at the event id #2). The JSONata expression '$states.input.no' specified for the field 'Output/v[0]' returned nothing (undefined).",
      output: undefined,
    });
    expect(await machines.types(arn)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'EvaluationFailed',
      'ExecutionFailed',
    ]);
  });

  it.each<[string, Json]>([
    ['$partition([1..5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(1, 9, 4)', [1, 5, 9]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(7, 7, 1)', 7],
    ['$hash("a", "SHA-256")', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['$parse("{\\"a\\":[1]}").a', [1]],
    ['$random(7) = $random(7)', true],
    ['$random() < 1', true],
    ['$length($uuid())', 36],
    ['$type($states.input.none)', 'null'],
    ['$fromMillis($toMillis($now())) = $now()', true],
    ['$sum($states.input.items[price > 1].price)', 5],
    ['[1/0]', ['Infinity']],
  ])('evaluates %s', async (expression, value) => {
    const input = { none: null, items: [{ price: 1 }, { price: 2 }, { price: 3 }] };

    const { output, cause } = await run(pass({ Output: `{% ${expression} %}` }), { input });

    expect({ output, cause }).toEqual({ output: value, cause: undefined });
  });

  it.each(['$eval("1")', '$range(1, 3, -1)', '$partition([], 1)', '$hash("a", "CRC")', '$sum'])(
    'fails on %s',
    async (expression) => {
      const { error } = await run(pass({ Output: `{% ${expression} %}` }));

      expect(error).toBe('States.QueryEvaluationError');
    },
  );
});
