import type { z } from 'zod';
import type { LambdaFunction } from './lambdaFunction.ts';

/** Gives a function variables that are known only after it: those of what it is itself a part of. */
export const give = <Env extends z.ZodObject>(
  to: LambdaFunction,
  environment: z.infer<Env>,
): void => {
  for (const [name, value] of Object.entries(environment))
    to.function.addEnvironment(name, String(value));
};
