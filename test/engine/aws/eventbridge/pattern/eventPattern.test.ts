import { describe, expect, it } from '@jest/globals';
import { eventPattern } from '../../../../../engine/aws/eventbridge/pattern/eventPattern.ts';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';

const matches = (pattern: JsonObject, event: JsonObject): boolean =>
  eventPattern(JSON.stringify(pattern))(event);

type Case = [operator: unknown, value: unknown, expected: boolean];

const operatorCases: Case[] = [
  ['a', 'a', true],
  ['a', 'A', false],
  ['1', 1, false],
  [1, 1, true],
  [null, null, true],
  [null, 'null', false],
  [true, true, true],
  [{ prefix: 'ab' }, 'abc', true],
  [{ prefix: 'b' }, 'abc', false],
  [{ prefix: { 'equals-ignore-case': 'AB' } }, 'abc', true],
  [{ suffix: 'bc' }, 'abc', true],
  [{ suffix: { 'equals-ignore-case': 'BC' } }, 'abc', true],
  [{ 'equals-ignore-case': 'ABC' }, 'abc', true],
  [{ 'equals-ignore-case': 'AB' }, 'abc', false],
  [{ 'anything-but': 'a' }, 'b', true],
  [{ 'anything-but': 'a' }, 'a', false],
  [{ 'anything-but': ['a', 1] }, 1, false],
  [{ 'anything-but': ['a', 1] }, '1', true],
  [{ 'anything-but': { prefix: 'a' } }, 'abc', false],
  [{ 'anything-but': { prefix: ['x', 'a'] } }, 'abc', false],
  [{ 'anything-but': { suffix: 'c' } }, 'abd', true],
  [{ 'anything-but': { 'equals-ignore-case': ['ABC'] } }, 'abc', false],
  [{ 'anything-but': { wildcard: 'a*c' } }, 'abc', false],
  [{ numeric: ['=', 5] }, 5, true],
  [{ numeric: ['>', 0, '<=', 5] }, 5, true],
  [{ numeric: ['>', 0, '<=', 5] }, 0, false],
  [{ numeric: ['>', 0] }, '5', false],
  [{ wildcard: 'a*c*e' }, 'abcde', true],
  [{ wildcard: 'a*c' }, 'abcd', false],
  [{ wildcard: '*' }, '', true],
  [{ wildcard: 'ab*ba' }, 'aba', false],
  [{ wildcard: 'a\\*c' }, 'a*c', true],
  [{ wildcard: 'a\\*c' }, 'abc', false],
  [{ wildcard: 'a*b*a' }, 'a-b-b-a', true],
  [{ cidr: '10.0.0.0/24' }, '10.0.0.255', true],
  [{ cidr: '10.0.0.0/24' }, '10.0.1.0', false],
  [{ cidr: '2001:db8::/32' }, '2001:db8::1', true],
  [{ exists: true }, null, true],
  [{ exists: true }, {}, false],
  [{ exists: false }, { inner: 1 }, true],
  [{ exists: false }, 'x', false],
  ['b', ['a', 'b'], true],
  [{ 'anything-but': 'a' }, ['a', 'b'], true],
  [{ exists: true }, [], false],
];

describe('eventPattern', () => {
  it.each(operatorCases)('%j against %j is %s', (operator, value, expected) => {
    const pattern = `{"detail":{"field":[${JSON.stringify(operator)}]}}`;
    const event = { detail: { field: JSON.parse(JSON.stringify(value)) } };

    expect(eventPattern(pattern)(event)).toBe(expected);
  });

  it('needs every field and any of its values', () => {
    const pattern = { source: ['a', 'b'], detail: { kind: ['x'] } };

    expect(matches(pattern, { source: 'b', detail: { kind: 'x', more: 1 } })).toBe(true);
    expect(matches(pattern, { source: 'b', detail: {} })).toBe(false);
    expect(matches(pattern, { source: 'c', detail: { kind: 'x' } })).toBe(false);
  });

  it('holds fields of one array against the same element', () => {
    const pattern = { lines: { sku: ['s1'], size: ['L'] } };

    expect(
      matches(pattern, {
        lines: [
          { sku: 's1', size: 'M' },
          { sku: 's2', size: 'L' },
        ],
      }),
    ).toBe(false);
    expect(
      matches(pattern, {
        lines: [
          { sku: 's2', size: 'M' },
          { sku: 's1', size: 'L' },
        ],
      }),
    ).toBe(true);
  });

  it('holds fields on both sides of an $or against the same element', () => {
    const pattern = {
      lines: { sku: ['s1'], $or: [{ size: ['L'] }, { colour: ['red'] }] },
    };

    expect(matches(pattern, { lines: [{ sku: 's1' }, { size: 'L' }] })).toBe(false);
    expect(matches(pattern, { lines: [{ sku: 's1', colour: 'red' }] })).toBe(true);
  });

  it('takes absence to be absence from the whole event', () => {
    const pattern = { lines: { sku: [{ exists: false }] } };

    expect(matches(pattern, { lines: [{ sku: 's1' }, {}] })).toBe(false);
    expect(matches(pattern, { lines: [{}] })).toBe(true);
    expect(matches(pattern, {})).toBe(true);
  });

  it('matches either a value or its absence', () => {
    const pattern = { detail: { tier: ['basic', { exists: false }] } };

    expect(matches(pattern, { detail: { tier: 'basic' } })).toBe(true);
    expect(matches(pattern, { detail: {} })).toBe(true);
    expect(matches(pattern, { detail: { tier: 'other' } })).toBe(false);
  });

  it('sees no field that the event only inherits', () => {
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false);
  });

  it.each([
    ['{"a":[{"sounds-like":"b"}]}', 'sounds-like'],
    ['{"a":[{"anything-but":{"numeric":["=",1]}}]}', 'numeric'],
    ['{"a":[{"numeric":["~",1]}]}', '~'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key'],
    ['{"a":[{"exists":"yes"}]}', 'exists'],
    ['{"a":[{"wildcard":"a**b"}]}', 'wildcard'],
    ['{"a":"b"}', '"a" must be an object or an array'],
    ['{"a":[]}', 'Empty arrays'],
    ['{}', 'Empty objects'],
    ['{"$or":[{"a":[1]}]}', '$or'],
    ['{"a":[1],"$or":[{"a":[2]},{"b":[1]}]}', 'Path a'],
    ['["a"]', 'not an object'],
    ['{"a":', 'Event pattern is not valid'],
    [JSON.stringify({ a: ['x'.repeat(2048)] }), '2048'],
  ])('refuses %s and says why', (pattern, reason) => {
    expect(() => eventPattern(pattern)).toThrow(
      expect.objectContaining({
        code: 'InvalidEventPatternException',
        message: expect.stringContaining(reason),
      }),
    );
  });
});
