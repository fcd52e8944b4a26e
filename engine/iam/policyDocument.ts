import { z } from 'zod';
import { AwsError } from '../endpoint/errors.ts';
import { parseJson } from '../kernel/json.ts';

const Texts = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));

const ConditionValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const ConditionValues = z
  .union([ConditionValue, z.array(ConditionValue)])
  .transform((value) => (Array.isArray(value) ? value : [value]));

const Principals = z.union([
  z.literal('*'),
  z.strictObject({
    AWS: Texts.optional(),
    Service: Texts.optional(),
    Federated: Texts.optional(),
    CanonicalUser: Texts.optional(),
  }),
]);

const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: Principals.optional(),
  NotPrincipal: Principals.optional(),
  Action: Texts.optional(),
  NotAction: Texts.optional(),
  Resource: Texts.optional(),
  NotResource: Texts.optional(),
  /** Operator → context key → values. */
  Condition: z.record(z.string(), z.record(z.string(), ConditionValues)).optional(),
});
export type Statement = z.infer<typeof Statement>;

/** An IAM policy; what may be one text or a list is a list once parsed. */
export const PolicyDocument = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).default('2008-10-17'),
  Id: z.string().optional(),
  Statement: z
    .union([Statement, z.array(Statement)])
    .transform((value) => (Array.isArray(value) ? value : [value])),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** What a policy hangs on: a role (or a session), the trust of a role, any other resource. */
export type PolicyUse = 'identity' | 'trust' | 'resource';

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);

const parsed = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
};

const identityProblem = (statement: Statement): string | undefined => {
  if (statement.Principal ?? statement.NotPrincipal) {
    return 'Policy document should not specify a principal.';
  }
  if (!(statement.Resource ?? statement.NotResource)) {
    return 'Policy statement must contain resources.';
  }
  return undefined;
};

const trustProblem = (statement: Statement): string | undefined => {
  if (statement.Resource ?? statement.NotResource) return 'Has prohibited field Resource';
  if (!(statement.Principal ?? statement.NotPrincipal)) return 'Missing required field Principal';
  const foreign = statement.Action?.find((action) => !/^(sts:.+|\*)$/i.test(action));
  return foreign && 'AssumeRole policy may only specify STS AssumeRole actions.';
};

const resourceProblem = (statement: Statement): string | undefined =>
  (statement.Principal ?? statement.NotPrincipal) ? undefined : 'Missing required field Principal';

const PROBLEMS = { identity: identityProblem, trust: trustProblem, resource: resourceProblem };

const problem = (statement: Statement, use: PolicyUse): string | undefined =>
  statement.Action || statement.NotAction
    ? PROBLEMS[use](statement)
    : 'Policy statement must contain actions.';

const checkSids = (statements: readonly Statement[]): void => {
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  if (new Set(sids).size === sids.length) return;
  throw malformed('Statement IDs (SID) in a single policy must be unique.');
};

/** Reads a policy's JSON text. Throws MalformedPolicyDocument with the place of a syntax error. */
export const readPolicy = (text: string, use: PolicyUse): PolicyDocument => {
  const { data: policy, error } = PolicyDocument.safeParse(parsed(text));
  if (error) {
    const [issue] = error.issues;
    throw malformed(`Syntax errors in policy. ${issue?.path.join('.')}: ${issue?.message}`);
  }
  for (const statement of policy.Statement) {
    const found = problem(statement, use);
    if (found) throw malformed(found);
  }
  checkSids(policy.Statement);
  return policy;
};
