import { AwsError } from '../../../endpoint/errors.ts';
import { StateFailure } from '../run/stateFailure.ts';

/** How one integration names the errors of the service behind it. */
export type ErrorNaming = {
  /** The name's first part, e.g. `Lambda`. */
  prefix: string;
  /** The name of an error that the service's SDK has no class for, e.g. `AWSLambdaException`. */
  unmodeled: string;
  /** The name of any error with an HTTP status of 500 or more, where the service has one. */
  server?: string;
};

const DENIED = /^(AccessDenied|UnrecognizedClient|InvalidClientToken|ExpiredToken)/;

const shortName = (error: AwsError, naming: ErrorNaming): string => {
  if (DENIED.test(error.code)) return naming.unmodeled;
  if (error.status >= 500 && naming.server !== undefined) return naming.server;
  return error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
};

/** The failure of a task whose AWS call was refused; an error that is not AWS's is thrown on. */
export const awsFailure = (error: unknown, naming: ErrorNaming): StateFailure => {
  if (!(error instanceof AwsError)) throw error;
  return new StateFailure({
    error: `${naming.prefix}.${shortName(error, naming)}`,
    cause: `${error.message} (Service: ${naming.prefix}, Status Code: ${error.status})`,
    verbatim: true,
  });
};
