import { AwsError } from '../../endpoint/errors.ts';
import { type ConditionOperator, operatorNamed, type ValueTest } from './conditionOperators.ts';
import type { ContextKeys, KeyValue } from './contextKeys.ts';

/** Whether a request meets a condition. */
export type Condition = (keys: ContextKeys) => boolean;

const NAME = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/i;

/** How the values of a key with several are taken together. */
type Quantifier = 'all' | 'any' | undefined;

const quantifierOf = (set: string | undefined): Quantifier => {
  if (set === undefined) return undefined;
  return set.toLowerCase() === 'forallvalues' ? 'all' : 'any';
};

const isNull =
  (key: string, values: readonly string[]): Condition =>
  (keys) => {
    const absent = String(keys.get(key) === undefined);
    return values.some((value) => value.toLowerCase() === absent);
  };

type OneValue = (value: string, keys: ContextKeys) => boolean;

/** A value that nobody can tell (a variable without value, no number) never makes a match. */
const oneValue = ({ negated }: ConditionOperator, tests: readonly ValueTest[]): OneValue =>
  negated
    ? (value, keys) => tests.every((test) => test(value, keys) === false)
    : (value, keys) => tests.some((test) => test(value, keys) === true);

const listed = (value: KeyValue): readonly string[] =>
  typeof value === 'string' ? [value] : value;

/** Without a quantifier, a key with several values matches nothing. */
const taken = (
  quantifier: Quantifier,
  value: KeyValue,
  test: (one: string) => boolean,
): boolean => {
  if (quantifier === 'all') return listed(value).every(test);
  if (quantifier === 'any') return listed(value).some(test);
  return typeof value === 'string' && test(value);
};

/** What a key that the request does not have means. */
const whenAbsent = (quantifier: Quantifier, ifExists: boolean, negated: boolean): boolean => {
  if (quantifier === 'any') return false;
  return quantifier === 'all' || ifExists || negated;
};

const unknownOperator = (name: string): AwsError =>
  new AwsError('MalformedPolicyDocument', `Invalid Condition type : ${name}.`);

/** Reads one operator of a Condition on one key. Throws MalformedPolicyDocument for an unknown one. */
export const condition = (
  name: string,
  [key, values]: readonly [string, readonly string[]],
  variables: boolean,
): Condition => {
  const [, set, base = '', ifExists] = NAME.exec(name) ?? [];
  if (base.toLowerCase() === 'null' && !set && !ifExists) return isNull(key, values);
  const operator = operatorNamed(base);
  if (!operator) throw unknownOperator(name);
  const test = oneValue(
    operator,
    values.map((value) => operator.read(value, variables)),
  );
  const quantifier = quantifierOf(set);
  const absent = whenAbsent(quantifier, ifExists !== undefined, operator.negated);
  return (keys) => {
    const value = keys.get(key);
    return value === undefined ? absent : taken(quantifier, value, (one) => test(one, keys));
  };
};
