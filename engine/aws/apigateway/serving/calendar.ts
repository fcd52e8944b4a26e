import type { Quota } from '../keys/apiKeySchemas.ts';

const DAY = 86_400_000;

/** The UTC day of a time, as `2026-01-31`. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The days from the first to the last, both included. */
export const daysBetween = (first: string, last: string): string[] => {
  const start = Date.parse(first);
  const count = Math.floor((Date.parse(last) - start) / DAY) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => dayOf(start + index * DAY));
};

/** The first day of the quota period that a time falls in: UTC; weeks begin on Sunday. */
export const periodStart = (period: Quota['period'], time: number): string => {
  const day = dayOf(time);
  if (period === 'DAY') return day;
  if (period === 'MONTH') return `${day.slice(0, 7)}-01`;
  return dayOf(Date.parse(day) - new Date(time).getUTCDay() * DAY);
};
