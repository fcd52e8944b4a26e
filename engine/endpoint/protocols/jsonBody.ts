import { type JsonObject, parseJsonObject } from '../../kernel/json.ts';
import { AwsError } from '../errors.ts';
import type { HttpResponse } from '../service.ts';

/** Reads a body as a JSON object; an empty one is `{}`. Throws SerializationException. */
export const readJsonBody = (body: Buffer): JsonObject => {
  if (body.length === 0) return {};
  try {
    return parseJsonObject(body.toString());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AwsError('SerializationException', `the body is not a JSON object: ${why}`);
  }
};

/** Writes an error as both JSON protocols do: named in a header and in the body. */
export const writeJsonError = (error: AwsError, contentType: string): HttpResponse => ({
  status: error.status,
  headers: { 'content-type': contentType, 'x-amzn-errortype': error.code },
  body: JSON.stringify({ ...error.fields, __type: error.code, message: error.message }),
});
