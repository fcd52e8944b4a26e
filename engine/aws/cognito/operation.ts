import type { z } from 'zod';
import type { AwsError } from '../../endpoint/errors.ts';
import type { Operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { invalidParameter, notCovered } from './errors.ts';

type Issue = z.core.$ZodIssue;

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const member = (path: Issue['path']): string =>
  path
    .map((part) => (typeof part === 'number' ? `${part + 1}.member` : lowerFirst(String(part))))
    .join('.');

const tooBig = (issue: z.core.$ZodIssueTooBig): string =>
  issue.origin === 'string' || issue.origin === 'array'
    ? `Member must have length less than or equal to ${issue.maximum}`
    : `Member must have value less than or equal to ${issue.maximum}`;

const tooSmall = (issue: z.core.$ZodIssueTooSmall): string =>
  issue.origin === 'string' || issue.origin === 'array'
    ? `Member must have length greater than or equal to ${issue.minimum}`
    : `Member must have value greater than or equal to ${issue.minimum}`;

const constraint = (issue: Issue): string => {
  if (issue.code === 'too_big') return tooBig(issue);
  if (issue.code === 'too_small') return tooSmall(issue);
  if (issue.code === 'invalid_value') {
    return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
  }
  if (issue.code === 'invalid_format' && 'pattern' in issue) {
    return `Member must satisfy regular expression pattern: ${issue.pattern}`;
  }
  return issue.message;
};

const refusal = (issues: readonly Issue[]): AwsError => {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      return notCovered(`option ${[...issue.path, issue.keys[0]].join('.')}`);
    }
  }
  const said = issues.map(
    (issue) =>
      `Value at '${member(issue.path)}' failed to satisfy constraint: ${constraint(issue)}`,
  );
  return invalidParameter(
    `${said.length} validation error${said.length > 1 ? 's' : ''} detected: ${said.join('; ')}`,
  );
};

/**
 * An operation as Cognito checks its input: what breaks the schema is an InvalidParameterException,
 * an option that the schema does not list is refused by name.
 */
export const cognitoOperation =
  <T>(schema: z.ZodType<T>, run: (input: T) => Promise<JsonObject>): Operation =>
  async (input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw refusal(parsed.error.issues);
    return run(parsed.data);
  };
