import { unsupportedOperation } from '../../../endpoint/errors.ts';

/** The first time (epoch milliseconds) after the given one; undefined when there is none. */
export type NextTime = (after: number) => number | undefined;

type Range = { least: number; most: number; names?: readonly string[] };

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const DAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const DAY_MS = 86_400_000;
const LAST_YEAR = 2199;

const MINUTE: Range = { least: 0, most: 59 };
const HOUR: Range = { least: 0, most: 23 };
const DAY_OF_MONTH: Range = { least: 1, most: 31 };
const MONTH: Range = { least: 1, most: 12, names: MONTHS };
const DAY_OF_WEEK: Range = { least: 1, most: 7, names: DAYS };
const YEAR: Range = { least: 1970, most: LAST_YEAR };

const numberIn = (text: string, { least, most, names }: Range): number => {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + least : Number(/^\d+$/.test(text) ? text : Number.NaN);
  return value >= least && value <= most ? value : Number.NaN;
};

const boundsOf = (span: string, stepped: boolean, range: Range): [number, number] => {
  if (span === '*' || span === '?') return [range.least, range.most];
  const [from = '', to] = span.split('-');
  const first = numberIn(from, range);
  if (to !== undefined) return [first, numberIn(to, range)];
  return [first, stepped ? range.most : first];
};

/** The values of one comma-separated part; undefined when it is not valid. */
const valuesOfPart = (part: string, range: Range): number[] | undefined => {
  const [span = '', stepText] = part.split('/');
  const step = Number(stepText ?? 1);
  const [first, last] = boundsOf(span, stepText !== undefined, range);
  if (!(first <= last) || !Number.isInteger(step) || step < 1) return undefined;
  const values: number[] = [];
  for (let value = first; value <= last; value += step) values.push(value);
  return values;
};

const valuesOf = (field: string, range: Range): number[] | undefined => {
  const parts = field.split(',').map((part) => valuesOfPart(part, range));
  if (parts.includes(undefined)) return undefined;
  return [...new Set(parts.flatMap((part) => part ?? []))].sort((a, b) => a - b);
};

const refuseUncovered = (dayOfMonth: string, dayOfWeek: string): void => {
  const uncovered = [/W/i.test(dayOfMonth) && dayOfMonth, /#|L/i.test(dayOfWeek) && dayOfWeek];
  const field = uncovered.find((text) => typeof text === 'string');
  if (field) throw unsupportedOperation('events', `PutRule with ${field} in a cron expression`);
};

const dayTest = (dayOfMonth: string, dayOfWeek: string): ((day: Date) => boolean) | undefined => {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  if (dayOfMonth === 'L') return (day) => new Date(+day + DAY_MS).getUTCDate() === 1;
  const days = valuesOf(dayOfMonth, DAY_OF_MONTH);
  const weekDays = valuesOf(dayOfWeek, DAY_OF_WEEK);
  if (!days || !weekDays) return undefined;
  return (day) => days.includes(day.getUTCDate()) && weekDays.includes(day.getUTCDay() + 1);
};

type Plan = { isDue: (day: Date) => boolean; times: readonly number[]; end: number };

/** Walks the days; `times` are milliseconds into a day, in order. */
const firstAfter =
  ({ isDue, times, end }: Plan): NextTime =>
  (after) => {
    for (let day = after - (after % DAY_MS); day < end; day += DAY_MS) {
      const time = isDue(new Date(day)) && times.find((offset) => day + offset > after);
      if (typeof time === 'number') return day + time;
    }
    return undefined;
  };

/** EventBridge's six fields, in UTC. Undefined when not valid; W, # and L of a week are refused by name. */
export const cron = (expression: string): NextTime | undefined => {
  const fields = expression.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  refuseUncovered(dayOfMonth, dayOfWeek);
  const isDay = dayTest(dayOfMonth, dayOfWeek);
  const minutes = valuesOf(minute, MINUTE);
  const hours = valuesOf(hour, HOUR);
  const months = valuesOf(month, MONTH);
  const years = valuesOf(year, YEAR);
  if (fields.length !== 6 || !isDay || !minutes || !hours || !months || !years) return undefined;
  const times = hours.flatMap((h) => minutes.map((m) => (h * 60 + m) * 60_000));
  const isDue = (day: Date): boolean =>
    years.includes(day.getUTCFullYear()) && months.includes(day.getUTCMonth() + 1) && isDay(day);
  return firstAfter({ isDue, times, end: Date.UTC(Math.max(...years) + 1, 0, 1) });
};
