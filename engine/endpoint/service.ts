import type { z } from 'zod';
import type { Access } from '../iam/access.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Principal } from './call.ts';
import { AwsError } from './errors.ts';

/** What an operation is told beside its input. */
export type CallContext = { principal: Principal };

/** One operation: the SDK's request shape in, the SDK's answer shape out; throws AwsError. */
export type Operation = (input: JsonObject, context: CallContext) => Promise<JsonObject>;

/** An HTTP request as it came in: `path` is still percent-encoded, header names are lower case. */
export type HttpRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Set when the body is larger than its addressee takes: it was not read, and `body` is empty. */
  tooLarge?: boolean;
};

export type HttpResponse = {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer;
};

/** One operation of a REST protocol. By default path parameters, query and JSON body are merged. */
export type RestRoute = {
  method: string;
  /** E.g. `/usageplans/{usagePlanId}/keys/{keyId}`: the names are those of the SDK's input. */
  path: string;
  operation: string;
  /** Query names on the wire → names of the SDK's input, where the two differ. */
  query?: Readonly<Record<string, string>>;
  /** Completes the input from what is neither path, query nor JSON body (headers, raw payload). */
  read?(request: HttpRequest): JsonObject;
  /** Writes the answer where it is not simply a 200 with the answer as JSON. */
  write?(answer: JsonObject): HttpResponse;
};

/**
 * How clients put calls on the wire: `json` names the operation in `x-amz-target`. `dates` are the
 * fields of a query service's answers that hold epoch seconds, which XML carries as ISO 8601.
 */
export type Protocol =
  | { kind: 'json' }
  | { kind: 'rest-json'; routes: readonly RestRoute[] }
  | { kind: 'query'; namespace: string; dates: readonly string[] };

/** One AWS service of the engine. */
export type AwsService = {
  /** The SigV4 signing name, e.g. `cognito-idp`. */
  signingName: string;
  protocol: Protocol;
  operations: Readonly<Record<string, Operation>>;
  /** Operations that AWS answers without a signature (`InitiateAuth`). */
  publicOperations?: readonly string[];
  /** What authorization asks for; without it only the account's root may call the service. */
  access?: Access;
  /** Headers that let pages in browsers read its answers, where AWS sends such. */
  browserHeaders?: Readonly<Record<string, string>>;
  /** Requests that are no AWS API call (a tenant's API, a pool's JWKS); undefined when not its own. */
  http?(request: HttpRequest): Promise<HttpResponse | undefined>;
  /** Opens what it keeps outside the store; before any call. */
  open?(): Promise<void>;
  /** Takes up again what a stop or a crash left: timers, queues, executions. */
  start?(): Promise<void>;
  /** Stops taking up new work and waits for what runs. */
  stop?(): Promise<void>;
};

const failure = (error: z.ZodError): AwsError => {
  const details = error.issues.map(
    (issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`,
  );
  return new AwsError('ValidationException', details.join('; '));
};

/** An operation whose input is checked by a schema first; what breaks it is a ValidationException. */
export const operation =
  <T>(
    schema: z.ZodType<T>,
    run: (input: T, context: CallContext) => Promise<JsonObject>,
  ): Operation =>
  async (input, context) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw failure(parsed.error);
    return run(parsed.data, context);
  };
