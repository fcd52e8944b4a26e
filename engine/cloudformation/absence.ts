import { AwsError } from '../endpoint/errors.ts';

const NOT_THERE = /NotFound|NonExistent|DoesNotExist|NoSuchEntity/;

/** Whether AWS answered that what was asked for is not there. */
const isAbsence = (error: unknown): boolean =>
  error instanceof AwsError && NOT_THERE.test(error.code);

/** What the call gives; undefined when AWS says that there is no such thing. */
export const unlessAbsent = async <T>(run: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await run();
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
};
