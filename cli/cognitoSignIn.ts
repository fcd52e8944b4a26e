import {
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  EnableSoftwareTokenMFAException,
  ExpiredCodeException,
  InitiateAuthCommand,
  InvalidPasswordException,
  NotAuthorizedException,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Failure } from '../client/failure.ts';
import type { Outputs } from '../client/outputs.ts';
import { awsConfig } from '../client/target.ts';

/** Who signs in. */
export type Operator = { username: string; password: string };

/** What a sign-in may ask for beside the password. Each may throw Failure where nobody can be asked. */
export type Answers = {
  /** A code that the authenticator app shows now. */
  code(): Promise<string>;
  /** A password in place of the temporary one. */
  newPassword(): Promise<string>;
  /** The first code of an authenticator app that was given this secret. */
  codeOfNewApp(secret: string): Promise<string>;
};

/** Whom to ask, and as whom. */
type Asking = { client: CognitoIdentityProviderClient; ClientId: string; username: string };

type Challenge = {
  ChallengeName?: string | undefined;
  Session?: string | undefined;
  AuthenticationResult?: AuthenticationResultType | undefined;
};

export const SET_ENVIRONMENT = 'set ONBOARD_USERNAME and ONBOARD_PASSWORD to an operator’s';

const NEW_CODE = 'a code that the authenticator app shows now and that was not used yet';
export const SET_CODE = `set ONBOARD_MFA_CODE to ${NEW_CODE}`;

const passwordRefusal = (error: unknown): never => {
  if (!(error instanceof NotAuthorizedException)) throw error;
  throw new Failure(`the operator cannot sign in (${error.message}): ${SET_ENVIRONMENT}`);
};

const isWrongCode = (error: unknown): error is Error =>
  error instanceof CodeMismatchException ||
  error instanceof ExpiredCodeException ||
  error instanceof EnableSoftwareTokenMFAException;

const refusal = (error: unknown): never => {
  if (isWrongCode(error)) {
    throw new Failure(`the code is not good (${error.message}): it takes ${NEW_CODE}`);
  }
  if (error instanceof InvalidPasswordException) {
    throw new Failure(`the new password is not good: ${error.message}`);
  }
  throw error;
};

const respond = (
  { client, ClientId, username }: Asking,
  { ChallengeName, Session }: Challenge,
  responses: Record<string, string>,
): Promise<Challenge> =>
  client
    .send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: known(ChallengeName),
        Session,
        ChallengeResponses: { USERNAME: username, ...responses },
      }),
    )
    .catch(refusal);

/** Gives the operator a new authenticator app, and proves it by a code. */
const setUpApp = async (asking: Asking, asked: Challenge, answers: Answers): Promise<Challenge> => {
  const { client } = asking;
  const associate = new AssociateSoftwareTokenCommand({ Session: asked.Session });
  const { SecretCode = '', Session } = await client.send(associate);
  const UserCode = await answers.codeOfNewApp(SecretCode);
  const verify = new VerifySoftwareTokenCommand({ Session, UserCode });
  const verified = await client.send(verify).catch(refusal);
  return respond(asking, { ...asked, Session: verified.Session }, {});
};

const HOW = {
  SOFTWARE_TOKEN_MFA: async (asking: Asking, asked: Challenge, answers: Answers) =>
    respond(asking, asked, { SOFTWARE_TOKEN_MFA_CODE: await answers.code() }),
  NEW_PASSWORD_REQUIRED: async (asking: Asking, asked: Challenge, answers: Answers) =>
    respond(asking, asked, { NEW_PASSWORD: await answers.newPassword() }),
  MFA_SETUP: setUpApp,
} as const;

const isKnown = (name: string | undefined): name is keyof typeof HOW =>
  name !== undefined && Object.hasOwn(HOW, name);

const known = (name: string | undefined): keyof typeof HOW => {
  if (isKnown(name)) return name;
  throw new Failure(`signing in asks for ${name}, which this command line cannot answer`);
};

/** An operator's new session, by name and password and what the pool asks beside them. Throws Failure saying what to do. */
export const cognitoSignIn = async (
  outputs: Outputs,
  { username, password }: Operator,
  answers: Answers,
): Promise<AuthenticationResultType> => {
  const client = new CognitoIdentityProviderClient(awsConfig(outputs));
  const ClientId = outputs.OperatorClientId;
  const initiate = new InitiateAuthCommand({
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  const first = await client.send(initiate).catch(passwordRefusal);
  const named = first.ChallengeParameters?.['USER_ID_FOR_SRP'] ?? username;
  const asking = { client, ClientId, username: named };
  let asked: Challenge = first;
  while (!asked.AuthenticationResult) {
    asked = await HOW[known(asked.ChallengeName)](asking, asked, answers);
  }
  return asked.AuthenticationResult;
};
