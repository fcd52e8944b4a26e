import * as z from 'zod';

const isBlank = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && value.trim() === '');

/** A body without the optional fields that are blank or null: a form that leaves one empty does not give it. */
export const withoutBlanks = (schema: unknown, given: unknown): unknown => {
  if (!(schema instanceof z.ZodObject)) return given;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => !isBlank(value) || !(schema.shape[name] instanceof z.ZodOptional),
    ),
  );
};
