import { z } from 'zod';
import { type Json, type JsonObject, JsonValue } from '../kernel/json.ts';

/** A property that is handed on as it is, or has no effect here; the service checks it. */
export const given = JsonValue.optional();

/** A policy document: an object in templates, text in API calls. */
export const PolicyDocument = z
  .union([z.string(), z.record(z.string(), JsonValue)])
  .transform((document) => (typeof document === 'string' ? document : JSON.stringify(document)));

/** The properties that are set, without the named ones. */
export const without = (properties: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) => value !== undefined && !names.includes(name),
    ),
  );

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Property names as the SDKs of API Gateway and Step Functions spell them; values are untouched. */
export const camelNames = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [lowerFirst(name), value]),
  );

/** `camelNames` all the way down; for objects that hold no names of the user's own. */
export const camelNamesDeep = (value: Json | undefined): Json => {
  if (Array.isArray(value)) return value.map(camelNamesDeep);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [lowerFirst(name), camelNamesDeep(item)]),
  );
};

const Tags = z.array(z.object({ Key: z.string(), Value: z.string() })).default([]);

/** A template's tag list as the tag map of some services. */
export const tagMap = (tags: Json | undefined): Record<string, string> =>
  Object.fromEntries(Tags.parse(tags).map(({ Key, Value }) => [Key, Value]));

/** Reads one text field of an answer; its absence is a bug of the service, told by name. */
export const textOf = (answer: JsonObject, field: string): string =>
  z.string({ error: `the answer has no text ${field}` }).parse(answer[field]);
