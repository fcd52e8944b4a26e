import type * as z from 'zod';
import { type About, withAbout } from './about.ts';
import { classified, isTransient, PermanentError } from './errors.ts';
import { logger } from './logger.ts';

/** The message of the line that says why a task failed. */
export const taskFailed = 'task failed';

const classifying = async <Output>(run: () => Promise<Output>): Promise<Output> => {
  try {
    return await run();
  } catch (error) {
    logger.error(taskFailed, { error, transient: isTransient(error) });
    throw classified(error);
  }
};

/**
 * A Step Functions task: parses its input, runs, and names what fails for the saga's Retry. `aboutOf` says what it
 * logs is about.
 */
export const task =
  <Input, Output>(
    schema: z.ZodType<Input>,
    run: (input: Input) => Promise<Output>,
    aboutOf: (input: Input) => About = () => ({}),
  ) =>
  async (event: unknown): Promise<Output> => {
    const parsed = schema.safeParse(event);
    if (!parsed.success) throw new PermanentError(`task input: ${parsed.error.message}`);
    return withAbout(aboutOf(parsed.data), () => classifying(() => run(parsed.data)));
  };
