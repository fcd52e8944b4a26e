import { randomUUID } from 'node:crypto';

/** The version of every row that has none: a release before versions wrote it. */
const UNVERSIONED = '0';

/** Which versions of a row a write is for: these, or any that there is. */
export type Expected = '*' | readonly string[];

/** By chance, so that no write has to read the one before, or to trust a clock. */
export const newVersion = (): string => randomUUID();

/** The version that an item of the table has. */
export const versionOf = ({ version }: Record<string, unknown>): string =>
  typeof version === 'string' ? version : UNVERSIONED;

/** The condition of a write that is for these versions only; none of them holds where there is no row. */
export const onlyIf = (expected: Expected) => {
  if (expected === '*') return { ConditionExpression: 'attribute_exists(pk)' };
  const values = Object.fromEntries(expected.map((version, index) => [`:v${index}`, version]));
  const isOne = `version IN (${Object.keys(values).join(', ')})`;
  return {
    ConditionExpression: expected.includes(UNVERSIONED)
      ? `${isOne} OR (attribute_exists(pk) AND attribute_not_exists(version))`
      : isOne,
    ExpressionAttributeValues: values,
  };
};
