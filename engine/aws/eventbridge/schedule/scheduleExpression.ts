import { AwsError } from '../../../endpoint/errors.ts';
import { cron, type NextTime } from './cron.ts';

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

const RATE = /^rate\((?:(1) (minute|hour|day)|(\d+) (minute|hour|day)s)\)$/;
const CRON = /^cron\((.*)\)$/;

const rate = (expression: string): NextTime | undefined => {
  const [, one, unit, many, units] = RATE.exec(expression) ?? [];
  const count = Number(one ?? many);
  if (!count || (one === undefined && count === 1)) return undefined;
  const name = unit ?? units;
  if (name !== 'minute' && name !== 'hour' && name !== 'day') return undefined;
  return (after) => after + count * UNIT_MS[name];
};

/** Reads `rate(…)` or `cron(…)`. Throws ValidationException. */
export const scheduleExpression = (expression: string): NextTime => {
  const [, fields] = CRON.exec(expression) ?? [];
  const next = fields === undefined ? rate(expression) : cron(fields);
  if (next) return next;
  throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
};
