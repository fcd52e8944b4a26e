import { logger } from './logger.ts';

/** Logs each failure under this message, and throws when there is one, in words made of their number: the run shows as failed. */
export const throwFailures = (
  settled: readonly PromiseSettledResult<unknown>[],
  message: string,
  wordsOf: (count: number) => string,
): void => {
  const failed = settled.filter((result) => result.status === 'rejected');
  for (const { reason } of failed) logger.error(message, { error: reason });
  if (failed.length > 0) throw new Error(wordsOf(failed.length));
};
