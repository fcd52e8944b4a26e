import type { Json } from '../../../kernel/json.ts';
import { networkTest } from './ipText.ts';
import { PatternProblem } from './patternProblem.ts';

/** Whether one scalar of an event passes. */
export type ValueTest = (value: Json) => boolean;

type Operator = (operand: Json) => ValueTest;

const asText = (name: string, operand: Json | undefined): string => {
  if (typeof operand === 'string') return operand;
  throw new PatternProblem(`${name} match pattern must be a string`);
};

const onText =
  (test: (text: string) => boolean): ValueTest =>
  (value) =>
    typeof value === 'string' && test(value);

const isObject = (value: Json | undefined): value is { [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ignoringCase: Operator = (operand) => {
  const wanted = asText('equals-ignore-case', operand).toLowerCase();
  return onText((text) => text.toLowerCase() === wanted);
};

/** `prefix` and `suffix`: a text, or `{"equals-ignore-case": text}`. */
const edge =
  (name: string, touches: (text: string, part: string) => boolean): Operator =>
  (operand) => {
    if (!isObject(operand)) {
      const part = asText(name, operand);
      return onText((text) => touches(text, part));
    }
    const [key, value, ...rest] = Object.entries(operand).flat();
    if (key !== 'equals-ignore-case' || rest.length > 0) {
      throw new PatternProblem(`Unsupported ${name} pattern: ${JSON.stringify(operand)}`);
    }
    const part = asText(name, value).toLowerCase();
    return onText((text) => touches(text.toLowerCase(), part));
  };

const prefix = edge('prefix', (text, part) => text.startsWith(part));
const suffix = edge('suffix', (text, part) => text.endsWith(part));

/** `*` is any text, `\*` and `\\` are themselves. */
const wildcard: Operator = (operand) => {
  const pattern = asText('wildcard', operand);
  const tokens = pattern.match(/\\[*\\]|[^\\]/gsu) ?? [];
  if (tokens.join('') !== pattern) throw new PatternProblem('Invalid escape character in wildcard');
  if (tokens.some((token, index) => token === '*' && tokens[index + 1] === '*')) {
    throw new PatternProblem('Consecutive wildcard characters are not allowed');
  }
  const parts = tokens
    .map((token) => (token === '*' ? '\0' : token.replace(/^\\/, '')))
    .join('')
    .split('\0');
  return onText((text) => hasInOrder(text, parts));
};

const hasInOrder = (text: string, parts: readonly string[]): boolean => {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
};

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

const NUMERIC_LIMIT = 5_000_000_000;

const comparison = (sign: Json | undefined, limit: Json | undefined) => {
  const isKnown = typeof sign === 'string' && Object.hasOwn(comparisons, sign);
  const compare = isKnown ? comparisons[sign] : undefined;
  if (!compare) throw new PatternProblem(`Unrecognized numeric range operator: ${String(sign)}`);
  if (typeof limit !== 'number') {
    throw new PatternProblem('Value of numeric match must be numeric');
  }
  if (Math.abs(limit) > NUMERIC_LIMIT) {
    throw new PatternProblem(`Value must be between -${NUMERIC_LIMIT} and ${NUMERIC_LIMIT}`);
  }
  return (value: number) => compare(value, limit);
};

const numeric: Operator = (operand) => {
  if (!Array.isArray(operand) || ![2, 4].includes(operand.length)) {
    throw new PatternProblem('Invalid member in numeric match: one or two comparisons expected');
  }
  const [sign, limit, upperSign, upperLimit] = operand;
  const tests = [comparison(sign, limit)];
  if (operand.length === 4) {
    if (!/^>/.test(String(sign)) || !/^</.test(String(upperSign))) {
      throw new PatternProblem('Bad numeric range: a lower bound and then an upper one expected');
    }
    tests.push(comparison(upperSign, upperLimit));
    if (Number(limit) >= Number(upperLimit)) {
      throw new PatternProblem('Bottom must be less than top');
    }
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

const cidr: Operator = (operand) => onText(networkTest(asText('cidr', operand)));

/** The operators that test a text or a number, by their name in a pattern. */
export const operators: Readonly<Record<string, Operator>> = {
  prefix,
  suffix,
  'equals-ignore-case': ignoringCase,
  wildcard,
  numeric,
  cidr,
};

/** The text operators that `anything-but` can turn round. */
export const negatable: Readonly<Record<string, Operator>> = {
  prefix,
  suffix,
  'equals-ignore-case': ignoringCase,
  wildcard,
};
