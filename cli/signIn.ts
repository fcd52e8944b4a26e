import {
  CodeMismatchException,
  CognitoIdentityProviderClient,
  ExpiredCodeException,
  InitiateAuthCommand,
  NotAuthorizedException,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Failure } from '../client/failure.ts';
import type { Outputs } from '../client/outputs.ts';
import { awsConfig } from '../client/target.ts';

type Asked = { ClientId: string; Session: string | undefined; username: string };

const HOW = 'set ONBOARD_USERNAME and ONBOARD_PASSWORD to an operator’s';

const operatorIn = (outputs: Outputs, environment: NodeJS.ProcessEnv) => {
  const USERNAME = environment['ONBOARD_USERNAME'] ?? outputs.OperatorUsername;
  const PASSWORD = environment['ONBOARD_PASSWORD'] ?? outputs.OperatorPassword;
  if (USERNAME && PASSWORD) return { USERNAME, PASSWORD };
  throw new Failure(`this needs an operator: ${HOW}`);
};

const refusal = (error: unknown): never => {
  if (!(error instanceof NotAuthorizedException)) throw error;
  throw new Failure(`the operator cannot sign in (${error.message}): ${HOW}`);
};

const NEW_CODE =
  'the operator needs a second factor: set ONBOARD_MFA_CODE to a code that the authenticator app shows now and that was not used yet';

const codeRefusal = (error: unknown): never => {
  const isWrong = error instanceof CodeMismatchException || error instanceof ExpiredCodeException;
  if (!isWrong) throw error;
  throw new Failure(`the code is not good (${error.message}): ${NEW_CODE}`);
};

/** Answers with the authenticator app's code; each command needs one of its own. */
const withCode = (
  client: CognitoIdentityProviderClient,
  asked: Asked,
  code: string | undefined,
) => {
  if (!code) throw new Failure(NEW_CODE);
  const respond = new RespondToAuthChallengeCommand({
    ClientId: asked.ClientId,
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: asked.Session,
    ChallengeResponses: { USERNAME: asked.username, SOFTWARE_TOKEN_MFA_CODE: code },
  });
  return client.send(respond).catch(codeRefusal);
};

/** An operator's token. The name and password are the environment's, or the local run's own. */
export const signIn = async (outputs: Outputs, environment: NodeJS.ProcessEnv): Promise<string> => {
  const AuthParameters = operatorIn(outputs, environment);
  const ClientId = outputs.OperatorClientId;
  const initiate = new InitiateAuthCommand({
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters,
  });
  const client = new CognitoIdentityProviderClient(awsConfig(outputs));
  const first = await client.send(initiate).catch(refusal);
  const username = first.ChallengeParameters?.['USER_ID_FOR_SRP'] ?? AuthParameters.USERNAME;
  const { ChallengeName, AuthenticationResult } =
    first.ChallengeName === 'SOFTWARE_TOKEN_MFA'
      ? await withCode(
          client,
          { ClientId, Session: first.Session, username },
          environment['ONBOARD_MFA_CODE'],
        )
      : first;
  if (ChallengeName === 'NEW_PASSWORD_REQUIRED') {
    throw new Failure(
      `${AuthParameters.USERNAME} still has the temporary password of the invitation: choose one first, by a first sign-in or aws cognito-idp admin-set-user-password --permanent`,
    );
  }
  if (ChallengeName === 'MFA_SETUP') {
    throw new Failure(
      `${AuthParameters.USERNAME} has no authenticator app yet: docs/deploy.md says how to set one up`,
    );
  }
  if (AuthenticationResult?.IdToken) return AuthenticationResult.IdToken;
  throw new Failure(`signing in asks for ${ChallengeName}, which this command line cannot answer`);
};
