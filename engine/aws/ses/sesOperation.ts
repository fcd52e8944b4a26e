import type { z } from 'zod';
import { AwsError, unsupportedOperation } from '../../endpoint/errors.ts';
import type { Operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';

/** A request that SES refuses for what it asks. */
export const badRequest = (message: string): AwsError =>
  new AwsError('BadRequestException', message);

const refusal = (issues: readonly z.core.$ZodIssue[]): AwsError => {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      return unsupportedOperation('ses', [...issue.path, issue.keys[0]].join('.'));
    }
  }
  return badRequest(issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
};

/** An operation as SES checks its input; a field that the schema does not list is refused by name. */
export const sesOperation =
  <T>(schema: z.ZodType<T>, run: (input: T) => Promise<JsonObject>): Operation =>
  async (input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw refusal(parsed.error.issues);
    return run(parsed.data);
  };
