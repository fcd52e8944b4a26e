import * as z from 'zod';

/** What an event says of a saga that was rolled back. */
export const rollbackFields = {
  failedStep: z.string().min(1).describe('The step that failed.'),
  error: z.object({ name: z.string(), message: z.string() }).describe('Why, for people.'),
  compensated: z.boolean().describe('True when nothing is stuck.'),
  undone: z.array(z.string()).describe('The steps that were undone, in that order.'),
  stuck: z
    .array(z.string())
    .describe('Steps whose effect could not be undone, and is still there.'),
};
