import type * as z from 'zod';
import { classified, isTransient, PermanentError } from './errors.ts';
import { logger } from './logger.ts';

/** The message of the line that says why a task failed. */
export const taskFailed = 'task failed';

/** A Step Functions task: parses its input, runs, and names what fails for the saga's Retry. */
export const task =
  <Input, Output>(schema: z.ZodType<Input>, run: (input: Input) => Promise<Output>) =>
  async (event: unknown): Promise<Output> => {
    const parsed = schema.safeParse(event);
    if (!parsed.success) throw new PermanentError(`task input: ${parsed.error.message}`);
    try {
      return await run(parsed.data);
    } catch (error) {
      logger.error(taskFailed, { error, transient: isTransient(error) });
      throw classified(error);
    }
  };
