import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import type { Engine } from '../../engine.ts';
import type { FunctionConfiguration } from './functions/functionSchema.ts';

const RoleKeys = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
  /** Epoch seconds. */
  Expiration: z.number(),
});
export type RoleKeys = z.infer<typeof RoleKeys>;

const Assumed = z.object({ Credentials: RoleKeys });

/** Temporary keys of the function's role, taken as Lambda takes them: by the role's trust policy. */
export const roleKeys = async (engine: Engine, fn: FunctionConfiguration): Promise<RoleKeys> => {
  try {
    const answer = await engine.call({
      service: 'sts',
      operation: 'AssumeRole',
      input: { RoleArn: fn.Role, RoleSessionName: fn.FunctionName },
      principal: { kind: 'service', service: 'lambda.amazonaws.com', sourceArn: fn.FunctionArn },
    });
    return Assumed.parse(answer).Credentials;
  } catch (error) {
    if (!(error instanceof AwsError) || !error.code.startsWith('AccessDenied')) throw error;
    throw new AwsError(
      'AccessDeniedException',
      'The role defined for the function cannot be assumed by Lambda.',
      { status: 403 },
    );
  }
};
