import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  NotAuthorizedException,
} from '@aws-sdk/client-cognito-identity-provider';
import { Failure } from '../client/failure.ts';
import type { Outputs } from '../client/outputs.ts';
import { awsConfig } from '../client/target.ts';

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

/** An operator's token. The name and password are the environment's, or the local run's own. */
export const signIn = async (outputs: Outputs, environment: NodeJS.ProcessEnv): Promise<string> => {
  const AuthParameters = operatorIn(outputs, environment);
  const initiate = new InitiateAuthCommand({
    ClientId: outputs.OperatorClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters,
  });
  const client = new CognitoIdentityProviderClient(awsConfig(outputs));
  const { ChallengeName, AuthenticationResult } = await client.send(initiate).catch(refusal);
  if (ChallengeName === 'NEW_PASSWORD_REQUIRED') {
    throw new Failure(
      `${AuthParameters.USERNAME} still has the temporary password of the invitation: choose one first, by a first sign-in or aws cognito-idp admin-set-user-password --permanent`,
    );
  }
  if (AuthenticationResult?.IdToken) return AuthenticationResult.IdToken;
  throw new Failure(`signing in asks for ${ChallengeName}, which this command line cannot answer`);
};
