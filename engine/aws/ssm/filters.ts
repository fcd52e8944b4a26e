import { z } from 'zod';
import { AwsError, unsupportedOperation } from '../../endpoint/errors.ts';
import type { Parameter } from './parameter.ts';

/** One of `ParameterFilters`. */
export const Filter = z.strictObject({
  Key: z.string(),
  Option: z.string().optional(),
  Values: z.array(z.string()).min(1),
});
export type Filter = z.infer<typeof Filter>;

type Test = (parameter: Parameter, value: string) => boolean;

/** Whether a name lies under a path: at any depth, or one level below. */
export const isUnder = (name: string, path: string, recursive: boolean): boolean => {
  const start = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(start) && (recursive || !name.slice(start.length).includes('/'));
};

const tests: Readonly<Record<string, Readonly<Record<string, Test>>>> = {
  Name: {
    Equals: ({ name }, value) => name === value,
    BeginsWith: ({ name }, value) => name.startsWith(value),
    Contains: ({ name }, value) => name.includes(value),
  },
  Path: {
    OneLevel: ({ name }, value) => isUnder(name, value, false),
    Recursive: ({ name }, value) => isUnder(name, value, true),
  },
  Type: { Equals: ({ type }, value) => type === value },
  Tier: { Equals: ({ tier }, value) => tier === value },
  KeyId: { Equals: ({ keyId }, value) => keyId === value },
};

const testOf = ({ Key: key, Option: option }: Filter): Test => {
  const options = tests[key];
  if (!options) throw unsupportedOperation('ssm', `filter by ${key}`);
  const test = options[option ?? (key === 'Path' ? 'OneLevel' : 'Equals')];
  if (test) return test;
  throw new AwsError(
    'InvalidFilterOption',
    `The following filter option is not valid: ${option}. Valid options: ${Object.keys(options).join(', ')}.`,
  );
};

/** All filters must hold; of one filter, any value. */
export const matcherOf = (filters: readonly Filter[]): ((parameter: Parameter) => boolean) => {
  const each = filters.map((filter) => {
    const test = testOf(filter);
    return (parameter: Parameter) => filter.Values.some((value) => test(parameter, value));
  });
  return (parameter) => each.every((matches) => matches(parameter));
};
