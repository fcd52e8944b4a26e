import { z } from 'zod';

/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object: the input and the answer of every AWS operation in the engine. */
export type JsonObject = { [key: string]: Json | undefined };

/** Parses unknown data as a JSON object; arrays and scalars are refused. */
export const JsonObject = z.record(z.string(), z.json()) satisfies z.ZodType<JsonObject>;

/** Whether a JSON value is an object: neither an array nor a scalar. */
export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads text as a JSON object. Throws SyntaxError when it is none. */
export const parseJsonObject = (text: string): JsonObject => {
  const value: Json = JSON.parse(text);
  if (!isJsonObject(value)) throw new SyntaxError('expected a JSON object');
  return value;
};
