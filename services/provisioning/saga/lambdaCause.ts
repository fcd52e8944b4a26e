import { z } from 'zod';

const LambdaCause = z.object({ errorMessage: z.string() });

/** A failed function's Cause is JSON text with its message; any other cause is the message itself. */
export const messageOf = (cause: string): string => {
  try {
    return LambdaCause.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
};
