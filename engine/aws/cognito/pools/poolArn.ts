import type { Engine } from '../../../engine.ts';
import { invalidParameter } from '../errors.ts';

/** The ARN of a pool. */
export const poolArn = (engine: Engine, poolId: string): string =>
  `arn:aws:cognito-idp:${engine.region}:${engine.accountId}:userpool/${poolId}`;

/** The pool that an ARN names; any other ARN is an InvalidParameterException. */
export const poolIdOf = (engine: Engine, arn: string): string => {
  const poolId = arn.split('/').at(-1) ?? '';
  if (arn !== poolArn(engine, poolId)) throw invalidParameter('Invalid resource arn.');
  return poolId;
};
