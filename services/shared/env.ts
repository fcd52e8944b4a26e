import type * as z from 'zod';

/**
 * A function's environment, checked once at import: a missing variable fails the first call of a
 * deployment by name. The schema's keys are what infra must supply.
 */
export const env = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
): z.infer<typeof schema> => {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join('.'));
  throw new Error(`environment variables missing or wrong: ${names.join(', ')}`);
};
