import type { z } from 'zod';

/** One reason to refuse a definition, where and why, in AWS's words where it has them. */
export type Problem = { code: string; message: string; location: string };

/** A path as AWS writes it: `/States/Check/Choices[0]/Condition`. */
export const locationOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `/${String(part)}`)).join('');

/** A breach of the States Language's own rules. */
export const schemaProblem = (message: string, location: string): Problem => ({
  code: 'SCHEMA_VALIDATION_FAILED',
  message,
  location,
});

/** What zod found wrong. A field that the engine does not know is named. */
export const zodProblems = (issues: readonly z.core.$ZodIssue[]): Problem[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) =>
          schemaProblem(`Field '${key}' is not supported`, locationOf([...issue.path, key])),
        )
      : [schemaProblem(issue.message, locationOf(issue.path))],
  );
