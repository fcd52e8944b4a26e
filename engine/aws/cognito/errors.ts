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

/** No app client of that id, or none in that pool. */
export const clientNotFound = (clientId: string): AwsError =>
  new AwsError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);

/** Something that Cognito does and this engine does not: refused by name rather than ignored. */
export const notCovered = (what: string): AwsError =>
  new AwsError('UnsupportedOperation', `the local engine does not support cognito-idp ${what}`, {
    status: 501,
  });
