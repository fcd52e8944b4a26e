import type { Json } from '../kernel/json.ts';
import type { HttpResponse } from './service.ts';

/** An answer that is no AWS answer: plain JSON. */
export const jsonResponse = (status: number, body: Json): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** A refusal in the words `{message, code}`. */
export const jsonError = (status: number, code: string, message: string): HttpResponse =>
  jsonResponse(status, { message, code });
