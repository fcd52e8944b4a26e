import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { JsonValue } from '../../kernel/json.ts';
import { unlessAbsent } from '../absence.ts';
import { unchangeable } from '../errors.ts';
import { given, tagMap, textOf, without } from '../properties.ts';
import type { Actions, Made, ResourceContext } from '../provider.ts';

const LONGEST_NAME = 64;

/** The properties of AWS::Lambda::Function, its code already replaced by the asset on disk. */
export const LambdaFunction = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.record(z.string(), JsonValue),
  Architectures: given,
  DeadLetterConfig: given,
  Description: given,
  Environment: given,
  EphemeralStorage: given,
  Handler: given,
  KmsKeyArn: z.string().optional(),
  Layers: given,
  LoggingConfig: given,
  MemorySize: given,
  PackageType: given,
  ReservedConcurrentExecutions: z.number().optional(),
  Role: given,
  Runtime: given,
  Tags: given,
  TenancyConfig: given,
  Timeout: given,
  TracingConfig: given,
});
type LambdaFunction = z.infer<typeof LambdaFunction>;

/** What a function has when its template no longer says otherwise. */
const DEFAULTS = {
  Description: '',
  Environment: { Variables: {} },
  MemorySize: 128,
  Timeout: 3,
  TracingConfig: { Mode: 'PassThrough' },
};

const nameOf = (fn: LambdaFunction, { name }: ResourceContext): string =>
  fn.FunctionName ?? name(LONGEST_NAME);

const settingsOf = (fn: LambdaFunction) => {
  const { KmsKeyArn: KMSKeyArn, ...others } = fn;
  return without({ ...others, KMSKeyArn }, 'ReservedConcurrentExecutions', 'Tags');
};

const madeOf = (name: string, arn: string): Made => ({
  physicalId: name,
  attributes: { Arn: arn },
});

const limit = async (name: string, fn: LambdaFunction, { call }: ResourceContext) => {
  const { ReservedConcurrentExecutions } = fn;
  if (ReservedConcurrentExecutions === undefined) return;
  const input = { FunctionName: name, ReservedConcurrentExecutions };
  await call('lambda', 'PutFunctionConcurrency', input);
};

const unlimit = async (FunctionName: string, { call }: ResourceContext) => {
  await call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
};

const requireSame = (before: LambdaFunction, after: LambdaFunction): void => {
  for (const name of ['FunctionName', 'PackageType', 'TenancyConfig'] as const) {
    if (!isDeepStrictEqual(before[name], after[name])) throw unchangeable(name);
  }
};

/** A function that runs the code of its bundled asset. */
export const lambdaFunction: Actions<LambdaFunction> = {
  async create(properties, context) {
    const FunctionName = nameOf(properties, context);
    const Tags = tagMap(properties.Tags);
    const settings = { ...settingsOf(properties), FunctionName, Tags };
    const answer = await context.call('lambda', 'CreateFunction', settings);
    await limit(FunctionName, properties, context);
    return madeOf(FunctionName, textOf(answer, 'FunctionArn'));
  },
  find: (properties, context) =>
    unlessAbsent(async () => {
      const FunctionName = nameOf(properties, context);
      const answer = await context.call('lambda', 'GetFunctionConfiguration', { FunctionName });
      return madeOf(FunctionName, textOf(answer, 'FunctionArn'));
    }),
  async update(properties, existing, context) {
    const { properties: before, physicalId: FunctionName, attributes } = existing;
    requireSame(before, properties);
    const settings = without(
      settingsOf(properties),
      'Architectures',
      'Code',
      'PackageType',
      'TenancyConfig',
    );
    const input = { ...DEFAULTS, ...settings, FunctionName };
    await context.call('lambda', 'UpdateFunctionConfiguration', input);
    await context.call('lambda', 'UpdateFunctionCode', { FunctionName, ...properties.Code });
    await limit(FunctionName, properties, context);
    const unlimited = properties.ReservedConcurrentExecutions === undefined;
    if (unlimited && before.ReservedConcurrentExecutions !== undefined) {
      await unlimit(FunctionName, context);
    }
    return { physicalId: FunctionName, attributes };
  },
  async delete({ physicalId: FunctionName }, { call }) {
    await call('lambda', 'DeleteFunction', { FunctionName });
  },
};
