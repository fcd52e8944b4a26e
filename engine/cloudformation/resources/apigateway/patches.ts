import type { Json, JsonObject } from '../../../kernel/json.ts';

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** One patch that sets, or removes, what stands at a path. */
export const patch = (path: string, value: Json | undefined): JsonObject =>
  value === undefined ? { op: 'remove', path } : { op: 'replace', path, value: asText(value) };

/** The patches that lead from one set of values to another; keys are patch paths. */
export const patchesBetween = (before: JsonObject, after: JsonObject): JsonObject[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => JSON.stringify(before[path]) !== JSON.stringify(after[path]))
    .map((path) => patch(path, after[path]));

/** Text as one segment of a patch path. */
export const segment = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** The values of an object as patch paths below a prefix; unset ones are left out. */
export const under = (prefix: string, values: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [`${prefix}/${segment(name)}`, value]),
  );
