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
  [{ 'anything-but': ['a', 'b'] }, 'b', false],
  [{ 'anything-but': [1, 2] }, '1', true],
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

  it.each([
    [{ b: [3], c: [{ exists: false }] }, [{ b: 1, c: 2 }, { b: 3 }], true],
    [{ b: [1], c: [{ exists: false }] }, [{ b: 1, c: 2 }, { b: 3 }], false],
    [{ d: [3], c: [{ exists: false }] }, [{ d: 1, c: 2 }, { d: 3 }], false],
  ])(
    'oracle F2: judges absence by the element that the fields before it fix: %j',
    (a, event, is) => {
      expect(matches({ a }, { a: event })).toBe(is);
    },
  );

  it('oracle F4: takes a key with dots for a path, in the pattern and in the event', () => {
    expect(matches({ 'detail.state': ['x'] }, { detail: { state: 'x' } })).toBe(true);
    expect(matches({ detail: { state: ['x'] } }, { 'detail.state': 'x' })).toBe(true);
  });

  it('oracle F3: takes a field as leaf and as object for two paths', () => {
    const pattern = { $or: [{ b: { d: [1] } }, { c: [1] }], b: [2] };

    expect(matches(pattern, { b: [2, { d: 1 }] })).toBe(true);
    expect(matches(pattern, { b: 2, c: 2 })).toBe(false);
  });

  it.each([
    [['10.0.0.1'], '10.0.0.01', true],
    [['::1'], '0:0:0:0:0:0:0:1', true],
    [['::1'], '::2', false],
    [[{ 'anything-but': '::1' }], '0:0:0:0:0:0:0:1', false],
    [[{ cidr: '10.0.0.0/24' }], '::ffff:10.0.0.1', false],
  ])('oracle F4: compares %j and %s as addresses', (ip, given, is) => {
    expect(matches({ ip }, { ip: given })).toBe(is);
  });

  it('holds fields of arrays in arrays against the same elements', () => {
    const pattern = { orders: { id: [1], lines: { sku: ['a'], size: ['L'] } } };
    const order = (id: number, ...lines: JsonObject[]) => ({ id, lines });
    const wanted = { sku: 'a', size: 'L' };

    expect(matches(pattern, { orders: [order(1, wanted), order(2)] })).toBe(true);
    expect(matches(pattern, { orders: [order(1), order(2, wanted)] })).toBe(false);
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
    ['{"a":[{"cidr":"192.168.0.1/32"}]}', '< 32'],
    ['{"a":[{"cidr":"::1/128"}]}', '< 128'],
    ['{"a":[{"cidr":"::ffff:10.0.0.0/120"}]}', 'Nonstandard'],
    ['{"a":[{"numeric":[">",5,"<",5]}]}', 'Bottom'],
    ['{"a":[{"numeric":[">=",5,"<",0.1]}]}', 'Bottom'],
    ['{"a":[{"anything-but":["a",1]}]}', 'mixed type'],
    ['{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix/suffix'],
    ['{"a":[{"anything-but":{"suffix":["x",""]}}]}', 'Null prefix/suffix'],
    ['{"a":[{"anything-but":12345678901234567890}]}', 'Cannot compare'],
    ['{"a.b":[1],"a":{"b":[2]}}', 'Path a.b'],
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
