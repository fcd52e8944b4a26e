import type { JsonObject } from '../../../kernel/json.ts';

const KINDS = {
  ACCESS_DENIED: [403, 'AccessDeniedException'],
  API_CONFIGURATION_ERROR: [500, 'InternalServerErrorException'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'AuthorizerConfigurationException'],
  AUTHORIZER_FAILURE: [500, 'AuthorizerFailureException'],
  BAD_REQUEST_BODY: [400, 'BadRequestException'],
  BAD_REQUEST_PARAMETERS: [400, 'BadRequestException'],
  EXPIRED_TOKEN: [403, 'ExpiredTokenException'],
  INTEGRATION_FAILURE: [504, 'InternalServerErrorException'],
  INTEGRATION_TIMEOUT: [504, 'InternalServerErrorException'],
  INVALID_API_KEY: [403, 'ForbiddenException'],
  INVALID_SIGNATURE: [403, 'InvalidSignatureException'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'MissingAuthenticationTokenException'],
  QUOTA_EXCEEDED: [429, 'LimitExceededException'],
  REQUEST_TOO_LARGE: [413, 'RequestTooLargeException'],
  RESOURCE_NOT_FOUND: [404, 'NotFoundException'],
  THROTTLED: [429, 'TooManyRequestsException'],
  UNAUTHORIZED: [401, 'UnauthorizedException'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'UnsupportedMediaTypeException'],
  WAF_FILTERED: [403, 'ForbiddenException'],
} as const satisfies Record<string, readonly [number, string]>;

/** Every gateway response type, the two defaults included. */
export const refusalTypes: ReadonlySet<string> = new Set([
  ...Object.keys(KINDS),
  'DEFAULT_4XX',
  'DEFAULT_5XX',
]);

/** An answer that the gateway gives itself; `text` is what the client reads, null as AWS has it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly type: keyof typeof KINDS;
  readonly text: string | null;
  readonly status: number;
  readonly errorType: string;
  /** What the authorizer has said of the caller, for `$context.authorizer`. */
  readonly authorizer: JsonObject;

  constructor(
    type: keyof typeof KINDS,
    text: string | null,
    more: { status?: number; cause?: unknown; authorizer?: JsonObject } = {},
  ) {
    super(`${type}: ${text}`, { cause: more.cause });
    this.type = type;
    this.text = text;
    this.status = more.status ?? KINDS[type][0];
    this.errorType = KINDS[type][1];
    this.authorizer = more.authorizer ?? {};
  }
}
