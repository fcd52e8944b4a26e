import type { z } from 'zod';
import type { FieldError } from './reply.ts';

const closest = (name: string, known: readonly string[]): string | undefined => {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  return known.find((candidate) => {
    const [left, right] = [letters(candidate), letters(name)];
    return left === right || left.startsWith(right.slice(0, 4)) || left.endsWith(right.slice(-5));
  });
};

const unknownField = (name: string, known: readonly string[]): FieldError => {
  const meant = closest(name, known);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return { path: name, message: `is not a field of this request${hint}` };
};

const messageOf = (issue: z.core.$ZodIssue): string => {
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return missing ? 'is required' : issue.message;
};

/** One entry per wrong field. `known` names the fields there are, for hints at misspelt ones. */
export const fieldErrors = (error: z.ZodError, known: readonly string[]): FieldError[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownField([...issue.path, key].join('.'), known))
      : [{ path: issue.path.join('.'), message: messageOf(issue) }],
  );
