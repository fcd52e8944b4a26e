import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sleep, systemClock } from '../../../engine/kernel/clock.ts';
import { virtualClock } from '../../support/virtualClock.ts';

const MONTH = 31 * 86_400_000;

describe('systemClock', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits longer than one timeout of Node can', () => {
    const run = jest.fn();
    systemClock.after(2 * MONTH, run);

    jest.advanceTimersByTime(2 * MONTH - 1);
    expect(run).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('takes a time that has passed as now', () => {
    const run = jest.fn();
    systemClock.after(-5, run);

    jest.advanceTimersByTime(0);

    expect(run).toHaveBeenCalledTimes(1);
  });

  it('forgets what was cancelled, even between two timeouts', () => {
    const run = jest.fn();
    const timer = systemClock.after(2 * MONTH, run);

    jest.advanceTimersByTime(MONTH);
    timer.cancel();
    timer.cancel();
    jest.advanceTimersByTime(2 * MONTH);

    expect(run).not.toHaveBeenCalled();
  });
});

describe('sleep', () => {
  it('ends when the clock says so', async () => {
    const { clock, advance } = virtualClock();
    const ended = jest.fn();
    void sleep(clock, 100).then(ended);

    await advance(99);
    expect(ended).not.toHaveBeenCalled();
    await advance(1);
    expect(ended).toHaveBeenCalled();
  });
});
