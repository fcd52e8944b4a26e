import { AwsError } from '../../../endpoint/errors.ts';
import { type Json, JsonObject, parseJson } from '../../../kernel/json.ts';
import { withoutOr } from './expandOr.ts';
import { type LeafPattern, leafPattern } from './leafPattern.ts';
import { PatternProblem } from './valueTests.ts';

type Field = { key: string; path: string } & ({ leaf: LeafPattern } | { fields: Field[] });

/** Whether an event, as it is delivered, matches. */
export type EventPattern = (event: JsonObject) => boolean;

const LONGEST = 2048;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (pattern: JsonObject, above: string): Field[] =>
  Object.entries(pattern).map(([key, value]) => {
    const path = `${above}.${key}`;
    if (Array.isArray(value)) return { key, path, leaf: leafPattern(value) };
    if (isObject(value)) return { key, path, fields: fieldsOf(value, path) };
    throw new PatternProblem(`"${key}" must be an object or an array`);
  });

/** The elements of an array, those of arrays in it included; anything else is its only element. */
const elementsOf = (value: Json | undefined): (Json | undefined)[] =>
  Array.isArray(value) ? value.flatMap(elementsOf) : [value];

/** Paths at which the event holds a scalar anywhere: what `exists: false` asks about. */
const addLeafPaths = (value: Json | undefined, path: string, paths: Set<string>): Set<string> => {
  for (const element of elementsOf(value)) {
    if (isObject(element)) {
      for (const [key, inner] of Object.entries(element)) {
        addLeafPaths(inner, `${path}.${key}`, paths);
      }
    } else if (element !== undefined) {
      paths.add(path);
    }
  }
  return paths;
};

const leafMatches = (
  { leaf, path }: { leaf: LeafPattern; path: string },
  value: Json | undefined,
  leafPaths: ReadonlySet<string>,
): boolean => {
  if (leaf.orAbsent && !leafPaths.has(path)) return true;
  return elementsOf(value).some(
    (element) =>
      element !== undefined && !isObject(element) && leaf.tests.some((test) => test(element)),
  );
};

/** All fields of one object hold for the same element of an array of objects. */
const fieldsMatch = (
  fields: readonly Field[],
  value: Json | undefined,
  leafPaths: ReadonlySet<string>,
): boolean => {
  const elements = elementsOf(value);
  return (elements.length > 0 ? elements : [undefined]).some((element) =>
    fields.every((field) => {
      const isOwn = isObject(element) && Object.hasOwn(element, field.key);
      const inner = isOwn ? element[field.key] : undefined;
      return 'leaf' in field
        ? leafMatches(field, inner, leafPaths)
        : fieldsMatch(field.fields, inner, leafPaths);
    }),
  );
};

const read = (text: string): Field[][] => {
  if (text.length > LONGEST) {
    throw new PatternProblem(`the pattern is longer than ${LONGEST} characters`);
  }
  const parsed = JsonObject.safeParse(parseJson(text));
  if (!parsed.success) throw new PatternProblem('Filter is not an object');
  return withoutOr(parsed.data).map((pattern) => fieldsOf(pattern, ''));
};

/** Reads a pattern's JSON text. Throws InvalidEventPatternException that names what is wrong. */
export const eventPattern = (text: string): EventPattern => {
  try {
    const alternatives = read(text);
    return (event) => {
      const leafPaths = addLeafPaths(event, '', new Set());
      return alternatives.some((fields) => fieldsMatch(fields, event, leafPaths));
    };
  } catch (error) {
    if (!(error instanceof PatternProblem || error instanceof SyntaxError)) throw error;
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
};
