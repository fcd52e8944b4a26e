import type { Json, JsonObject } from '../../../kernel/json.ts';
import { PatternProblem } from './valueTests.ts';

const MOST_ALTERNATIVES = 1000;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mergedField = (key: string, own: Json | undefined, value: Json | undefined) => {
  if (own === undefined) return value;
  if (isObject(own) && isObject(value)) return merged(own, value);
  throw new PatternProblem(`Path ${key} cannot be allowed multiple times`);
};

const merged = (left: JsonObject, right: JsonObject): JsonObject => {
  const both = new Map(Object.entries(left));
  for (const [key, value] of Object.entries(right)) {
    both.set(key, mergedField(key, both.get(key), value));
  }
  return Object.fromEntries(both);
};

const optionsOf = (value: Json | undefined): JsonObject[] => {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) {
    throw new PatternProblem('There must have at least 2 Objects in $or relationship.');
  }
  return value.flatMap((option) => withoutOr(option));
};

const alternativesOf = (key: string, value: Json | undefined): JsonObject[] => {
  if (key === '$or') return optionsOf(value);
  return isObject(value) ? withoutOr(value).map((inner) => ({ [key]: inner })) : [{ [key]: value }];
};

/**
 * The patterns without `$or` of which one must match. Each is whole, so that fields on both sides of
 * an `$or` are held against the same element of an array.
 */
export const withoutOr = (pattern: JsonObject): JsonObject[] => {
  if (Object.keys(pattern).length === 0) {
    throw new PatternProblem('Empty objects are not allowed');
  }
  let whole: JsonObject[] = [{}];
  for (const [key, value] of Object.entries(pattern)) {
    const options = alternativesOf(key, value);
    whole = whole.flatMap((part) => options.map((option) => merged(part, option)));
    if (whole.length > MOST_ALTERNATIVES) {
      throw new PatternProblem(`More than ${MOST_ALTERNATIVES} combinations of $or`);
    }
  }
  return whole;
};
