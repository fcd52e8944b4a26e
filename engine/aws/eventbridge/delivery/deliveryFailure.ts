import { AwsError } from '../../../endpoint/errors.ts';
import type { Failure } from './delivery.ts';

/** The error of a target that did not answer. */
export const TIMED_OUT = new Error('the target did not answer in time');

type Kind = { code: string; retryable: boolean; of: (error: AwsError) => boolean };

/** In this order; what is none of these may pass, so it is tried again. */
const kinds: readonly Kind[] = [
  {
    code: 'NO_RESOURCE',
    retryable: false,
    of: ({ code }) => /^(ResourceNotFound|QueueDoesNotExist|StateMachineDoesNotExist)/.test(code),
  },
  {
    code: 'NO_PERMISSIONS',
    retryable: false,
    of: ({ code }) => /^(AccessDenied|NotAuthorized|KMSAccessDenied)/.test(code),
  },
  {
    code: 'THROTTLING',
    retryable: true,
    of: ({ code }) => /Throttl|TooManyRequests|Throughput|LimitExceeded/.test(code),
  },
  {
    code: 'INVALID_PARAMETER',
    retryable: false,
    of: ({ code }) => /^(Invalid|Validation|Malformed|MissingParameter|Unsupported)/.test(code),
  },
  { code: 'INTERNAL_ERROR', retryable: true, of: ({ status }) => status >= 500 },
];

/** What an attempt's error means for the delivery. */
export const failureOf = (error: unknown): Failure => {
  if (error === TIMED_OUT) {
    return { code: 'TIMEOUT', message: TIMED_OUT.message, retryable: true };
  }
  if (!(error instanceof AwsError)) {
    return { code: 'INTERNAL_ERROR', message: String(error), retryable: true };
  }
  const kind = kinds.find(({ of }) => of(error)) ?? { code: 'ERROR_FROM_TARGET', retryable: true };
  return {
    code: kind.code,
    message: `${error.code}: ${error.message}`,
    retryable: kind.retryable,
  };
};
