import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  NotAuthorizedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { Failure } from '../client/failure.ts';
import type { Outputs } from '../client/outputs.ts';
import { awsConfig } from '../client/target.ts';
import {
  type Answers,
  cognitoSignIn,
  type Operator,
  SET_CODE,
  SET_ENVIRONMENT,
} from './cognitoSignIn.ts';
import { type KeptSession, keptSession } from './keptSession.ts';

/** Who the environment names, in whole or beside the local run's own operator. */
const namedIn = (outputs: Outputs, environment: NodeJS.ProcessEnv): Operator | undefined => {
  const username = environment['ONBOARD_USERNAME'] ?? outputs.OperatorUsername;
  const password = environment['ONBOARD_PASSWORD'] ?? outputs.OperatorPassword;
  return username && password ? { username, password } : undefined;
};

const isNamed = (environment: NodeJS.ProcessEnv): boolean =>
  Boolean(environment['ONBOARD_USERNAME'] || environment['ONBOARD_PASSWORD']);

/** What a command can answer by itself; the rest is asked by `login` only. */
const byItself = (username: string, environment: NodeJS.ProcessEnv): Answers => ({
  async code() {
    const code = environment['ONBOARD_MFA_CODE'];
    if (code) return code;
    throw new Failure(
      `the operator needs a second factor: run \`onboard login\` once, or ${SET_CODE}`,
    );
  },
  async newPassword() {
    throw new Failure(
      `${username} still has the temporary password of the invitation: run \`onboard login\`, which asks for another one`,
    );
  },
  async codeOfNewApp() {
    throw new Failure(
      `${username} has no authenticator app yet: run \`onboard login\`, which sets one up`,
    );
  },
});

const sessionRefusal = ({ username }: KeptSession, error: unknown): never => {
  const isOver = error instanceof NotAuthorizedException || error instanceof UserNotFoundException;
  if (!isOver) throw error;
  throw new Failure(`the session of ${username} is over (${error.message}): run \`onboard login\``);
};

const refreshed = async (outputs: Outputs, session: KeptSession): Promise<string | undefined> => {
  const refresh = new InitiateAuthCommand({
    ClientId: session.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: session.refreshToken },
  });
  const client = new CognitoIdentityProviderClient(awsConfig(outputs));
  const answer = await client.send(refresh).catch((error) => sessionRefusal(session, error));
  return answer.AuthenticationResult?.IdToken;
};

const byPassword = async (
  outputs: Outputs,
  operator: Operator,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> =>
  (await cognitoSignIn(outputs, operator, byItself(operator.username, environment))).IdToken;

const someToken = async (
  outputs: Outputs,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> => {
  const session = isNamed(environment) ? undefined : await keptSession(outputs, environment).read();
  if (session) return refreshed(outputs, session);
  const operator = namedIn(outputs, environment);
  if (operator) return byPassword(outputs, operator, environment);
  throw new Failure(`this needs an operator: run \`onboard login\`, or ${SET_ENVIRONMENT}`);
};

/**
 * An operator's token: of whom the environment names, else by the session that `login` keeps, else of the local run's
 * own operator. Throws Failure saying what to do.
 */
export const signIn = async (outputs: Outputs, environment: NodeJS.ProcessEnv): Promise<string> => {
  const token = await someToken(outputs, environment);
  if (token) return token;
  throw new Failure('the sign-in was answered without a token');
};
