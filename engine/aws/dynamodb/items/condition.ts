import type { AttributeValue, Item, Path } from '../attributeValue.ts';
import { mapPath } from '../dynaliteDb.ts';
import { beginsWith, compare, contains, equal, setOf, typeOf, type Value } from './comparison.ts';

type Size = { type: 'function'; name: 'size'; args: [Operand] };
/** What an expression compares: a path, a size, or a literal. */
export type Operand = Path | Size | AttributeValue;

type Test = { type: string; name?: string; args: Operand[] };

/** A condition or filter expression, as dynalite's parser gives it. */
export type Expression =
  | { type: 'and' | 'or'; args: [Expression, Expression] }
  | { type: 'not'; args: [Expression] }
  | Test;

const lengthOf = (value: AttributeValue): number | undefined => {
  const { S, B, L, M } = value;
  const binary = B === undefined ? undefined : Buffer.from(B, 'base64');
  return (S ?? binary ?? setOf(value) ?? L ?? (M && Object.keys(M)))?.length;
};

const sizeOf = (value: Value): Value => {
  const length = value && lengthOf(value);
  return length === undefined ? undefined : { N: String(length) };
};

const isPath = (operand: Operand): operand is Path => Array.isArray(operand);

const resolved = (operand: Operand, item: Item): Value => {
  if (isPath(operand)) return mapPath(operand, item);
  return 'args' in operand ? sizeOf(resolved(operand.args[0], item)) : operand;
};

const tests: Readonly<Record<string, (value: Value, ...others: Value[]) => boolean>> = {
  '=': equal,
  '<>': (value, other) => !equal(value, other),
  '<': (value, other) => compare(value, other) < 0,
  '<=': (value, other) => compare(value, other) <= 0,
  '>': (value, other) => compare(value, other) > 0,
  '>=': (value, other) => compare(value, other) >= 0,
  between: (value, low, high) => compare(value, low) >= 0 && compare(value, high) <= 0,
  in: (value, ...others) => others.some((other) => equal(value, other)),
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
  attribute_type: (value, type) => value !== undefined && typeOf(value) === type?.S,
  begins_with: beginsWith,
  contains,
};

/** Whether it is no `and`, `or` or `not`. */
export const isTest = (expression: Expression): expression is Test =>
  !['and', 'or', 'not'].includes(expression.type);

const passes = ({ name, type, args }: Test, item: Item): boolean => {
  const test = tests[name ?? type];
  if (!test) throw new Error(`no such condition: ${name ?? type}`);
  const [value, ...others] = args.map((operand) => resolved(operand, item));
  return test(value, ...others);
};

/**
 * Whether an item meets a condition. dynalite's own evaluation takes equal maps and lists for
 * different, and false, empty and binary values for missing or for text.
 */
export const meets = (item: Item, expression: Expression): boolean => {
  if (isTest(expression)) return passes(expression, item);
  const met = (part: Expression): boolean => meets(item, part);
  switch (expression.type) {
    case 'not':
      return !met(expression.args[0]);
    case 'and':
      return expression.args.every(met);
    case 'or':
      return expression.args.some(met);
  }
};
