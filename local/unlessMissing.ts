import { z } from 'zod';

const Missing = z.object({ code: z.literal('ENOENT') });

/** What a file operation gives; undefined when the file is not there. */
export const unlessMissing = async <T>(operation: Promise<T>): Promise<T | undefined> => {
  try {
    return await operation;
  } catch (error) {
    if (Missing.safeParse(error).success) return undefined;
    throw error;
  }
};
