import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { Filter, isUnder, matcherOf } from './filters.ts';
import { pageOf } from './page.ts';
import { answerOf, type Parameter, type Parameters } from './parameter.ts';

const decryption = { WithDecryption: z.boolean().default(false) };

const GetParameter = z.strictObject({ Name: z.string(), ...decryption });
const GetParameters = z.strictObject({ Names: z.array(z.string()).min(1).max(10), ...decryption });

const GetParametersByPath = z.strictObject({
  Path: z.string(),
  Recursive: z.boolean().default(false),
  ParameterFilters: z.array(Filter).default([]),
  MaxResults: z.int().min(1).max(10).default(10),
  NextToken: z.string().optional(),
  ...decryption,
});

const DescribeParameters = z.strictObject({
  ParameterFilters: z.array(Filter).default([]),
  MaxResults: z.int().min(1).max(50).default(50),
  NextToken: z.string().optional(),
});

const getAll = async (
  parameters: Parameters,
  input: z.infer<typeof GetParameters>,
): Promise<JsonObject> => {
  const names = [...new Set(input.Names)];
  const found = await Promise.all(names.map((name) => parameters.find(name)));
  return {
    Parameters: found.flatMap((parameter) =>
      parameter ? [answerOf(parameters, parameter, input.WithDecryption)] : [],
    ),
    InvalidParameters: names.filter((_, index) => !found[index]),
  };
};

const getByPath = async (
  parameters: Parameters,
  input: z.infer<typeof GetParametersByPath>,
): Promise<JsonObject> => {
  if (!input.Path.startsWith('/')) {
    throw new AwsError(
      'ValidationException',
      'The parameter path must begin with a forward slash "/".',
    );
  }
  const matches = matcherOf(input.ParameterFilters);
  const { page, ...rest } = await pageOf(parameters, {
    prefix: input.Path,
    matches: (parameter) =>
      isUnder(parameter.name, input.Path, input.Recursive) && matches(parameter),
    limit: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    Parameters: page.map((parameter) => answerOf(parameters, parameter, input.WithDecryption)),
    ...rest,
  };
};

const described = (parameters: Parameters, parameter: Parameter): JsonObject => ({
  Name: parameter.name,
  ARN: parameters.arnOf(parameter.name),
  Type: parameter.type,
  KeyId: parameter.keyId,
  LastModifiedDate: parameter.modifiedAt / 1000,
  Description: parameter.description,
  AllowedPattern: parameter.allowedPattern,
  Version: parameter.version,
  Tier: parameter.tier,
  Policies: [],
  DataType: 'text',
});

/** Reading parameters. */
export const readOperations = (parameters: Parameters) => ({
  GetParameter: operation(GetParameter, async (input) => ({
    Parameter: answerOf(parameters, await parameters.need(input.Name), input.WithDecryption),
  })),
  GetParameters: operation(GetParameters, (input) => getAll(parameters, input)),
  GetParametersByPath: operation(GetParametersByPath, (input) => getByPath(parameters, input)),
  DescribeParameters: operation(DescribeParameters, async (input) => {
    const { page, ...rest } = await pageOf(parameters, {
      prefix: '',
      matches: matcherOf(input.ParameterFilters),
      limit: input.MaxResults,
      nextToken: input.NextToken,
    });
    return { Parameters: page.map((parameter) => described(parameters, parameter)), ...rest };
  }),
});
