import { describe, expect, it } from '@jest/globals';
import { scheduleExpression } from '../../../../../engine/aws/eventbridge/schedule/scheduleExpression.ts';

const next = (expression: string, after: string): string | undefined => {
  const time = scheduleExpression(expression)(Date.parse(after));
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
};

describe('scheduleExpression', () => {
  it.each([
    ['rate(1 minute)', '2026-01-01T00:00:00Z', '2026-01-01T00:01'],
    ['rate(5 hours)', '2026-01-01T00:00:00Z', '2026-01-01T05:00'],
    ['cron(0 10 * * ? *)', '2026-01-01T10:00:00Z', '2026-01-02T10:00'],
    ['cron(15 12 * * ? *)', '2026-01-01T10:00:00Z', '2026-01-01T12:15'],
    ['cron(0/15 * * * ? *)', '2026-01-01T10:46:00Z', '2026-01-01T11:00'],
    ['cron(0 18 ? * MON-FRI *)', '2026-01-02T18:00:00Z', '2026-01-05T18:00'],
    ['cron(0 8 1 * ? *)', '2026-01-01T08:00:00Z', '2026-02-01T08:00'],
    ['cron(0 0 L 2 ? *)', '2027-03-01T00:00:00Z', '2028-02-29T00:00'],
    ['cron(0 0 ? * 1,7 *)', '2026-01-01T00:00:00Z', '2026-01-03T00:00'],
    ['cron(30 6 1 JAN,JUL ? 2027)', '2026-01-01T00:00:00Z', '2027-01-01T06:30'],
    ['cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z', undefined],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it.each([
    'rate(1 minutes)',
    'rate(2 minute)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(60 10 * * ? *)',
    'cron(0 10 * * ?)',
    'cron(0 10 * SOON ? *)',
    'at(2026-01-01T00:00:00)',
  ])('refuses %s', (expression) => {
    expect(() => scheduleExpression(expression)).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  });

  it.each([
    ['cron(0 0 15W * ? *)', '15W'],
    ['cron(0 0 ? * 6#3 *)', '6#3'],
    ['cron(0 0 ? * 6L *)', '6L'],
  ])('names what it does not cover in %s', (expression, field) => {
    expect(() => scheduleExpression(expression)).toThrow(
      expect.objectContaining({
        code: 'UnsupportedOperation',
        message: expect.stringContaining(field),
      }),
    );
  });
});
