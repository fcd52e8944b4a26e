import { AwsError } from '../../endpoint/errors.ts';

/** The named resource does not exist: 404. */
export const notFound = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', message, { status: 404, fields: { Type: 'User' } });

/** The resource exists already, or is in another state than the call needs: 409. */
export const conflict = (message: string): AwsError =>
  new AwsError('ResourceConflictException', message, { status: 409, fields: { Type: 'User' } });

/** A value that Lambda refuses. */
export const invalid = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, { fields: { Type: 'User' } });

/** More invocations at once than there may be: 429. */
export const throttled = (
  Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded',
): AwsError =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    fields: { Type: 'User', Reason },
  });

/** The answer to whoever waits while the engine goes down; what is queued stays queued. */
export const stopping = (): AwsError =>
  new AwsError('ServiceException', 'the engine is stopping', { status: 500 });
