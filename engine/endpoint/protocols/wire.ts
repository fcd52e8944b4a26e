import type { JsonObject } from '../../kernel/json.ts';
import type { AwsError } from '../errors.ts';
import type { HttpRequest, HttpResponse } from '../service.ts';

/** One request and the id that its answer carries. */
export type Exchange = { request: HttpRequest; requestId: string };

/** A call as read off the wire, and how its output goes back. */
export type WireCall = {
  operation: string;
  input: JsonObject;
  write(output: JsonObject): HttpResponse;
};

/** One way to put calls and their outcomes on the wire. `read` throws AwsError. */
export type Wire = {
  read(exchange: Exchange): WireCall;
  refuse(error: AwsError, exchange: Exchange): HttpResponse;
};
