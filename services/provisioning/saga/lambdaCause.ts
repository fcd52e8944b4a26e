import * as z from 'zod';

const LambdaCause = z.object({ errorMessage: z.string() });

/** A failed function's Cause is JSON text with its message; any other cause is the message itself. */
export const messageOf = (cause: string): string => {
  try {
    return LambdaCause.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
};

/** The value of a JSON text; undefined for any other text. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
