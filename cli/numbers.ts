import { InvalidArgumentError } from 'commander';

/** The whole number from 1 on that an option is given. */
export const positive = (text: string): number => {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
};

const MOST_DAYS = 90;

/** So many days of grace, as the API takes them. */
export const graceDays = (text: string): number => {
  if (/^\d{1,2}$/.test(text) && Number(text) <= MOST_DAYS) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${MOST_DAYS}.`);
};

/** The moment that an option is given, as the API takes it: a date or a time of ISO 8601. */
export const moment = (text: string): string => {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new InvalidArgumentError(
    'It must be a date or time, as 2026-01-05 or 2026-01-05T09:30:00Z.',
  );
};
