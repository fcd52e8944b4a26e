import type { Json, JsonObject } from '../../../kernel/json.ts';
import { PatternProblem } from './patternProblem.ts';

/** What a pattern asks of each field, by the field's path: its keys, joined by dots. */
export type Asked = ReadonlyMap<string, readonly Json[]>;

const MOST_ALTERNATIVES = 1000;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const both = (left: Asked, right: Asked): Asked => {
  const twice = [...right.keys()].find((path) => left.has(path));
  if (twice !== undefined) {
    throw new PatternProblem(`Path ${twice} cannot be allowed multiple times`);
  }
  return new Map([...left, ...right]);
};

const optionsOf = (value: Json | undefined, above: string): Asked[] => {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) {
    throw new PatternProblem('There must have at least 2 Objects in $or relationship.');
  }
  return value.flatMap((option) => withoutOr(option, above));
};

const alternativesOf = (key: string, value: Json | undefined, above: string): Asked[] => {
  if (key === '$or') return optionsOf(value, above);
  if (Array.isArray(value)) return [new Map([[above + key, value]])];
  if (isObject(value)) return withoutOr(value, `${above}${key}.`);
  throw new PatternProblem(`"${key}" must be an object or an array`);
};

/**
 * The patterns without `$or` of which one must match. Each is whole, so that fields on both sides of
 * an `$or` are held against the same element of an array.
 */
export const withoutOr = (pattern: JsonObject, above = ''): Asked[] => {
  if (Object.keys(pattern).length === 0) {
    throw new PatternProblem('Empty objects are not allowed');
  }
  let whole: Asked[] = [new Map()];
  for (const [key, value] of Object.entries(pattern)) {
    const options = alternativesOf(key, value, above);
    whole = whole.flatMap((part) => options.map((option) => both(part, option)));
    if (whole.length > MOST_ALTERNATIVES) {
      throw new PatternProblem(`More than ${MOST_ALTERNATIVES} combinations of $or`);
    }
  }
  return whole;
};
