import { AwsError } from '../../endpoint/errors.ts';

/** A request that Cognito refuses for what it asks. */
export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

/** A caller who may not do this, or who is not who they say. */
export const notAuthorized = (message: string): AwsError =>
  new AwsError('NotAuthorizedException', message);

/** Wrong user name or wrong password: Cognito does not say which. */
export const wrongPassword = (): AwsError => notAuthorized('Incorrect username or password.');

/** No user of that name. */
export const userNotFound = (): AwsError =>
  new AwsError('UserNotFoundException', 'User does not exist.');

/** Not the code that was sent. */
export const codeMismatch = (): AwsError =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');

/** A code that is too old, or that nobody has asked for. */
export const codeExpired = (): AwsError =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

/** No app client of that id, or none in that pool. */
export const clientNotFound = (clientId: string): AwsError =>
  new AwsError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);

/** The account or pool has all that its quota allows. AWS's own words are not known. */
export const limitExceeded = (what: string): AwsError =>
  new AwsError('LimitExceededException', `The maximum number of ${what} has been reached.`);

/** Something that Cognito does and this engine does not: refused by name rather than ignored. */
export const notCovered = (what: string): AwsError =>
  new AwsError('UnsupportedOperation', `the local engine does not support cognito-idp ${what}`, {
    status: 501,
  });
