import type { JsonObject } from '../kernel/json.ts';

/**
 * An error as AWS would answer it. `code` is the wire name (`ResourceNotFoundException`), `status`
 * the HTTP status, `fields` what the error carries beside its message (`CancellationReasons`).
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  readonly fields: JsonObject;

  constructor(code: string, message: string, more: { status?: number; fields?: JsonObject } = {}) {
    super(message);
    this.code = code;
    this.status = more.status ?? 400;
    this.fields = more.fields ?? {};
  }
}

/** The error for an operation outside what the engine covers; names it, so nobody has to guess. */
export const unsupportedOperation = (service: string, operation: string): AwsError =>
  new AwsError(
    'UnsupportedOperation',
    `the local engine does not support ${service}:${operation}`,
    { status: 501 },
  );
