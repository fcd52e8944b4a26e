import { AwsError } from '../../endpoint/errors.ts';

/** The input breaks one of API Gateway's rules. */
export const badRequest = (message: string): AwsError =>
  new AwsError('BadRequestException', message);

/** What the input names does not exist. */
export const notFound = (message: string): AwsError =>
  new AwsError('NotFoundException', message, { status: 404 });

/** Something of that name, value or place exists already. */
export const conflict = (message: string): AwsError =>
  new AwsError('ConflictException', message, { status: 409 });

/** An account quota is used up. */
export const limitExceeded = (message: string): AwsError =>
  new AwsError('LimitExceededException', message, { status: 429 });

/** AWS would take this option, the engine would not act on it. */
export const notCovered = (what: string): AwsError =>
  new AwsError('UnsupportedOperation', `the local engine does not support ${what} in apigateway`, {
    status: 501,
  });
