import { z } from 'zod';
import { checkDepth } from './jsonDepth.ts';

/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object: the input and the answer of every AWS operation in the engine. */
export type JsonObject = { [key: string]: Json | undefined };

const isJson = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean';
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isJson);
  const prototype = Object.getPrototypeOf(value);
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return plain && Object.values(value).every(isJson);
};

/** Any JSON value as it is. zod's own schema tries one alternative after the other, and copies. */
export const JsonValue: z.ZodType<Json> = z.custom<Json>(isJson, 'expected JSON');

/** Parses unknown data as a JSON object; arrays and scalars are refused. */
export const JsonObject = z.record(z.string(), JsonValue) satisfies z.ZodType<JsonObject>;

/** Whether a JSON value is an object: neither an array nor a scalar. */
export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads JSON that comes from outside. Throws SyntaxError, also when it nests too deep to be walked through. */
export const parseJson = (text: string): Json => {
  checkDepth(text);
  return JSON.parse(text);
};

/** Reads text as a JSON object. Throws SyntaxError when it is none. */
export const parseJsonObject = (text: string): JsonObject => {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new SyntaxError('expected a JSON object');
  return value;
};
