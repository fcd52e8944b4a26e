import { describe, expect, it } from '@jest/globals';
import { Retrier } from '../../../../../engine/aws/states/definition/aslSchema.ts';
import type { Thread } from '../../../../../engine/aws/states/records.ts';
import { nextAttempt, takes } from '../../../../../engine/aws/states/run/retry.ts';
import { systemRandom } from '../../../../../engine/kernel/random.ts';

const aThread = (): Thread => ({
  id: '0',
  inside: [],
  state: 'T',
  input: null,
  variables: {},
  phase: { kind: 'enter' },
  enteredAt: 0,
  enteredEventId: 2,
  lastEventId: 2,
  retryCount: 0,
  retries: [],
});

describe('nextAttempt', () => {
  it("has AWS's defaults: three attempts after 1, 2 and 4 seconds", () => {
    const thread = aThread();
    const retriers = [Retrier.parse({ ErrorEquals: ['Busy'] })];
    const next = () => nextAttempt(retriers, { thread, error: 'Busy', random: systemRandom });

    expect([next(), next(), next(), next()]).toEqual([1_000, 2_000, 4_000, undefined]);
    expect(thread.retryCount).toBe(3);
  });

  it.each([
    [0, 0],
    [0x80000000, 30_000],
    [0xffffffff, 60_000],
  ])('draws the wait from zero up to the delay with full jitter: %d', (drawn, expected) => {
    const random = {
      ...systemRandom,
      bytes: () => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(drawn);
        return bytes;
      },
    };
    const retrier = { ErrorEquals: ['Busy'], IntervalSeconds: 60, JitterStrategy: 'FULL' };

    const delay = nextAttempt([Retrier.parse(retrier)], {
      thread: aThread(),
      error: 'Busy',
      random,
    });

    expect(delay).toBe(expected);
  });
});

describe('takes', () => {
  it.each([
    ['Busy', 'Busy', true],
    ['Busy', 'Other', false],
    ['States.ALL', 'Anything', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.TaskFailed', 'Busy', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.Runtime', 'States.Runtime', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
  ])('%s for %s: %s', (name, error, expected) => {
    expect(takes({ ErrorEquals: [name] }, error)).toBe(expected);
  });
});
