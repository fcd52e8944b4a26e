import { z } from 'zod';
import { AwsError, unsupportedOperation } from '../../endpoint/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { Parameter, type Parameters } from './parameter.ts';

/** PutParameter's input. */
export const PutParameter = z.strictObject({
  Name: z.string().min(1).max(2048),
  Value: z.string().min(1),
  Type: Parameter.shape.type.optional(),
  Description: z.string().max(1024).optional(),
  Overwrite: z.boolean().default(false),
  AllowedPattern: z.string().max(1024).optional(),
  Tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).optional(),
  KeyId: z.string().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
  DataType: z.literal('text').default('text'),
  Policies: z.string().optional(),
});
type PutParameter = z.infer<typeof PutParameter>;

const STANDARD_BYTES = 4096;
const ADVANCED_BYTES = 8192;
const LEVELS = 15;

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const checkName = (name: string): void => {
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (!/^[a-zA-Z0-9_./-]+$/.test(name) || name.endsWith('/')) {
    throw invalid(
      'Parameter name: can be formed as a mix of letters, numbers and the following 3 symbols .-_ and must not end with a slash',
    );
  }
  if (!name.startsWith('/') && name.includes('/')) {
    throw invalid('Parameter name must be a fully qualified name.');
  }
  if (name.split('/').length - 1 > LEVELS) {
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `Hierarchy Level Limit Exceeded. The maximum is ${LEVELS} levels.`,
    );
  }
};

const checkValue = (value: string, pattern: string | undefined): void => {
  if (pattern === undefined || new RegExp(pattern).test(value)) return;
  throw new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );
};

const tierOf = (input: PutParameter, known: Parameter | undefined): Parameter['tier'] => {
  const size = Buffer.byteLength(input.Value);
  const wanted = input.Tier ?? known?.tier ?? 'Standard';
  const fitting = size > STANDARD_BYTES ? 'Advanced' : (known?.tier ?? 'Standard');
  const tier = wanted === 'Intelligent-Tiering' ? fitting : wanted;
  const most = tier === 'Standard' ? STANDARD_BYTES : ADVANCED_BYTES;
  if (size <= most) return tier;
  throw invalid(`${tier} tier parameters support a maximum parameter value of ${most} characters.`);
};

const check = (input: PutParameter, known: Parameter | undefined): void => {
  if (known && !input.Overwrite) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (input.Overwrite && input.Tags) {
    throw invalid("Invalid request: tags and overwrite can't be used together.");
  }
  if (input.Policies) throw unsupportedOperation('ssm', 'PutParameter with Policies');
  checkValue(input.Value, input.AllowedPattern);
};

const typeOf = (input: PutParameter, known: Parameter | undefined): Parameter['type'] => {
  const type = input.Type ?? known?.type;
  if (type) return type;
  throw invalid('A parameter type is required when you create a parameter.');
};

/** Makes a parameter or, with Overwrite, its next version. In turn by name. */
export const putParameter = async (
  parameters: Parameters,
  clock: Clock,
  input: PutParameter,
): Promise<JsonObject> => {
  checkName(input.Name);
  const known = await parameters.get(input.Name);
  check(input, known);
  const parameter = {
    name: input.Name,
    type: typeOf(input, known),
    value: input.Value,
    version: (known?.version ?? 0) + 1,
    tier: tierOf(input, known),
    modifiedAt: clock.now(),
    description: input.Description ?? known?.description,
    allowedPattern: input.AllowedPattern,
    keyId: input.KeyId ?? known?.keyId,
    tags:
      known?.tags ?? Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
  await parameters.put(input.Name, parameter);
  return { Version: parameter.version, Tier: parameter.tier };
};
