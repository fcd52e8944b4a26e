import { z } from 'zod';
import { AwsError, unsupportedOperation } from '../../../endpoint/errors.ts';
import { isJsonPath } from './jsonPath.ts';

/** A rule's target, in the shape of the API and of the store. */
export const Target = z.strictObject({
  Id: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
  Arn: z.string().min(1),
  RoleArn: z.string().optional(),
  Input: z.string().max(8192).optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z.record(z.string(), z.string()).default({}),
      InputTemplate: z.string().min(1).max(8192),
    })
    .optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(185).default(185),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).default(86_400),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
});
export type Target = z.infer<typeof Target>;

export type TargetKind = 'lambda' | 'sqs' | 'states' | 'events';

const ARNS: readonly [TargetKind, RegExp][] = [
  ['lambda', /^arn:aws:lambda:[^:]+:\d{12}:function:[^:]+(:[^:]+)?$/],
  ['sqs', /^arn:aws:sqs:[^:]+:\d{12}:[A-Za-z0-9_-]+$/],
  ['states', /^arn:aws:states:[^:]+:\d{12}:stateMachine:[^:]+(:[^:]+)?$/],
  ['events', /^arn:aws:events:[^:]+:\d{12}:event-bus\/.+$/],
];

/** What an ARN is a target of; one that the engine cannot deliver to is refused by name. */
export const kindOf = (arn: string): TargetKind => {
  const [kind] = ARNS.find(([, pattern]) => pattern.test(arn)) ?? [];
  if (kind) return kind;
  throw unsupportedOperation('events', `PutTargets with target ${arn}`);
};

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const pathsOf = ({ InputPath: path, InputTransformer: transformer }: Target): string[] => [
  ...Object.values(transformer?.InputPathsMap ?? {}),
  ...(path === undefined ? [] : [path]),
];

const checkInput = (target: Target, kind: TargetKind): void => {
  const given = [target.Input, target.InputPath, target.InputTransformer];
  const count = given.filter((input) => input !== undefined).length;
  if (count > 1) {
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
    );
  }
  if (count > 0 && kind === 'events') {
    throw invalid('Input, InputPath and InputTransformer are not for event bus targets.');
  }
  const wrong = pathsOf(target).find((path) => !isJsonPath(path));
  if (wrong !== undefined) throw invalid(`Invalid JSONPath ${wrong} for target ${target.Id}.`);
};

/** Throws for a target that a rule cannot have. */
export const checkTarget = (target: Target): void => {
  const kind = kindOf(target.Arn);
  if (kind === 'states' && target.RoleArn === undefined) {
    throw invalid(`RoleArn is required for target ${target.Arn}.`);
  }
  const deadLetterArn = target.DeadLetterConfig?.Arn;
  if (deadLetterArn !== undefined && !/^arn:aws:sqs:[^:]+:\d{12}:[^:.]+$/.test(deadLetterArn)) {
    throw invalid(
      `Parameter DeadLetterConfig.Arn is not valid. Reason: ${deadLetterArn} is not the ARN of a standard queue.`,
    );
  }
  checkInput(target, kind);
};
