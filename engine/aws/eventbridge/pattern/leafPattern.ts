import type { Json, JsonObject } from '../../../kernel/json.ts';
import { sameAddress } from './ipText.ts';
import { PatternProblem } from './patternProblem.ts';
import { negatable, operators, type ValueTest } from './valueTests.ts';

/** What a field's list of alternatives asks: a scalar that passes one test, or that none is there. */
export type LeafPattern = { tests: ValueTest[]; orAbsent: boolean };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const onlyEntry = (operand: JsonObject): [string, Json] => {
  const entries = Object.entries(operand);
  const [name, value] = entries[0] ?? [];
  if (name === undefined || value === undefined || entries.length > 1) {
    throw new PatternProblem('Only one key allowed in match expression');
  }
  return [name, value];
};

const listOf = (operand: Json): Json[] => {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new PatternProblem('Empty arrays are not allowed');
  return list;
};

/** Numbers beyond this have more digits than EventBridge compares. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/** The very value; an IP address also as it may be written otherwise. */
const exactly = (wanted: Json): ValueTest => {
  if (typeof wanted !== 'string') return (value) => value === wanted;
  const address = sameAddress(wanted);
  return (value) => typeof value === 'string' && sameAddress(value) === address;
};

const anythingButOperator = (operand: JsonObject): ValueTest => {
  const [name, value] = onlyEntry(operand);
  const operator = Object.hasOwn(negatable, name) ? negatable[name] : undefined;
  if (!operator) throw new PatternProblem(`Unsupported anything-but pattern: ${name}`);
  const list = listOf(value);
  if (/fix$/.test(name) && list.includes('')) {
    throw new PatternProblem('Null prefix/suffix not allowed');
  }
  const tests = list.map(operator);
  return (leaf) => !tests.some((test) => test(leaf));
};

const anythingBut = (operand: Json): ValueTest => {
  if (isObject(operand)) return anythingButOperator(operand);
  const excluded = listOf(operand);
  if (!excluded.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw new PatternProblem(
      'Value of anything-but must be an array or single string/number value.',
    );
  }
  if (new Set(excluded.map((value) => typeof value)).size > 1) {
    throw new PatternProblem(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  const uncertain = excluded.find((value) => Math.abs(Number(value)) > LARGEST);
  if (typeof uncertain === 'number')
    throw new PatternProblem(`Cannot compare number: ${uncertain}`);
  const tests = excluded.map(exactly);
  return (leaf) => !tests.some((test) => test(leaf));
};

const operatorTest = (name: string, operand: Json): ValueTest => {
  if (name === 'anything-but') return anythingBut(operand);
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!operator) throw new PatternProblem(`Unrecognized match type ${name}`);
  return operator(operand);
};

const addAlternative = (leaf: LeafPattern, alternative: Json): LeafPattern => {
  if (Array.isArray(alternative)) {
    throw new PatternProblem('Match value must be String, number, true, false, or null');
  }
  if (!isObject(alternative)) {
    return { ...leaf, tests: [...leaf.tests, exactly(alternative)] };
  }
  const [name, operand] = onlyEntry(alternative);
  if (name !== 'exists') {
    return { ...leaf, tests: [...leaf.tests, operatorTest(name, operand)] };
  }
  if (typeof operand !== 'boolean') {
    throw new PatternProblem('exists match pattern must be either true or false.');
  }
  return operand
    ? { ...leaf, tests: [...leaf.tests, () => true] }
    : { tests: leaf.tests, orAbsent: true };
};

/** Reads a field's alternatives. Throws PatternProblem. */
export const leafPattern = (alternatives: readonly Json[]): LeafPattern => {
  if (alternatives.length === 0) throw new PatternProblem('Empty arrays are not allowed');
  return alternatives.reduce<LeafPattern>(addAlternative, { tests: [], orAbsent: false });
};
