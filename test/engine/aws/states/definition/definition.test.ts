import { describe, expect, it } from '@jest/globals';
import { parseDefinition } from '../../../../../engine/aws/states/definition/definition.ts';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';

const machine = (state: JsonObject, more: JsonObject = {}): string =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'S',
    States: { S: { End: true, ...state } },
    ...more,
  });

const task = (more: JsonObject): string =>
  machine({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...more });

describe('parseDefinition', () => {
  it('takes JSONata state by state as well', () => {
    const definition = JSON.stringify({
      StartAt: 'S',
      States: { S: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } },
    });

    expect(parseDefinition(definition).States['S']).toMatchObject({ Type: 'Pass' });
  });

  it.each([
    [
      'a JSONPath state',
      JSON.stringify({ StartAt: 'S', States: { S: { Type: 'Pass', End: true } } }),
      "runs QueryLanguage 'JSONata' only",
    ],
    [
      'a JSONPath field',
      task({ ResultPath: '$.x' }),
      "field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at /States/S",
    ],
    [
      'an unknown field',
      task({ Colour: 'red' }),
      "Field 'Colour' is not supported at /States/S/Colour",
    ],
    ['a heartbeat', task({ HeartbeatSeconds: 5 }), 'HeartbeatSeconds'],
    ['an unknown type', machine({ Type: 'Loop' }), '/States/S/Type'],
    [
      'a callback task',
      task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      'lambda:invoke.waitForTaskToken',
    ],
    [
      'an unknown SDK service',
      task({ Resource: 'arn:aws:states:::aws-sdk:s3:getObject' }),
      'aws-sdk:s3:getObject',
    ],
    [
      'a distributed Map',
      machine({
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED' },
          StartAt: 'I',
          States: { I: { Type: 'Succeed' } },
        },
      }),
      '/States/S/ItemProcessor/ProcessorConfig/Mode',
    ],
    [
      'a missing target',
      machine({ Type: 'Pass', End: false, Next: 'Gone' }),
      "MISSING_TRANSITION_TARGET: Missing target state 'Gone'",
    ],
    [
      'an unreachable state',
      machine({ Type: 'Pass' }, { States: { S: { Type: 'Succeed' }, T: { Type: 'Succeed' } } }),
      'State "T" is not reachable',
    ],
    ['a state that goes nowhere', machine({ Type: 'Pass', End: false }), "'Next' and 'End'"],
    [
      'States.ALL beside another',
      task({ Retry: [{ ErrorEquals: ['States.ALL', 'Other'] }] }),
      "'States.ALL' must appear alone",
    ],
    ['a Catch on Pass', machine({ Type: 'Pass', Catch: [] }), "Field 'Catch' is not supported"],
    [
      'a broken expression',
      machine({ Type: 'Pass', Output: { v: '{% a[1,2) %}' } }),
      'INVALID_JSONATA_EXPRESSION: S0202',
    ],
    [
      'a name of no context',
      machine({ Type: 'Pass', Output: { v: '{% phone %}' } }),
      "Reference to 'phone' at the top level is not supported. at /States/S/Output/v",
    ],
    [
      'a name in an argument',
      machine({ Type: 'Pass', Assign: { v: '{% $map($x, function($i){ b }) %}' } }),
      "Reference to 'b'",
    ],
    [
      'the root reference',
      machine({ Type: 'Pass', Output: '{% $$.a %}' }),
      "Reference to '$$' is not supported",
    ],
    [
      'the reserved variable',
      machine({ Type: 'Pass', Assign: { states: 1 } }),
      "'states' is reserved",
    ],
    ['text that is no JSON', '{', 'INVALID_JSON_DESCRIPTION'],
  ])('refuses %s by name', (_, definition, message) => {
    expect(() => parseDefinition(definition)).toThrow(
      expect.objectContaining({
        code: 'InvalidDefinition',
        message: expect.stringContaining(message),
      }),
    );
  });

  it.each([
    '$states.input.items[value > 3]',
    '$states.input.items{name: price}',
    '$states.input.items^(>price).name',
    '$states.input ~> |account|{"open": balance > 0}|',
    '{"a": $x.y}',
    '$map($x, function($i){ $i.b })',
  ])('takes names below the first step: %s', (expression) => {
    expect(parseDefinition(machine({ Type: 'Pass', Output: `{% ${expression} %}` }))).toBeDefined();
  });
});
