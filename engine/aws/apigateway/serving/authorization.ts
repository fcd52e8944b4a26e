import { z } from 'zod';
import { globMatches } from './glob.ts';

const OneOrMany = z.union([z.string().transform((one) => [one]), z.array(z.string())]).readonly();

/** Strict: a condition, NotAction or NotResource is not evaluated here, so it is not let through. */
const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMany,
  Resource: OneOrMany,
});

/** What an authorizer function answers. Context values become text, as in AWS. */
export const Authorization = z.object({
  principalId: z.string(),
  policyDocument: z.object({
    Version: z.string().optional(),
    Statement: z.union([Statement.transform((one) => [one]), z.array(Statement)]),
  }),
  context: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .nullish()
    .transform((context) => context ?? {}),
  usageIdentifierKey: z.string().nullish(),
});
export type Authorization = z.infer<typeof Authorization>;

/** What an authorizer's policy says of one method ARN. */
export type Verdict = 'allowed' | 'denied' | 'not allowed';

/** Evaluates a policy for `execute-api:Invoke`: a Deny wins, and what nothing allows is not allowed. */
export const verdictOn = ({ policyDocument }: Authorization, methodArn: string): Verdict => {
  const effects = policyDocument.Statement.filter(
    (statement) =>
      statement.Action.some((action) => globMatches(action.toLowerCase(), 'execute-api:invoke')) &&
      statement.Resource.some((resource) => globMatches(resource, methodArn)),
  ).map((statement) => statement.Effect);
  if (effects.includes('Deny')) return 'denied';
  return effects.includes('Allow') ? 'allowed' : 'not allowed';
};
