import {
  CognitoIdentityProviderClient,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Command } from 'commander';
import { Failure, UsageError } from '../client/failure.ts';
import { awsConfig } from '../client/target.ts';
import { type Answers, cognitoSignIn } from './cognitoSignIn.ts';
import { keptSession } from './keptSession.ts';
import {
  type Connected,
  connected,
  type Session,
  type TargetOptions,
  withTarget,
} from './session.ts';
import { type Typed, typed } from './typed.ts';

type LoginOptions = TargetOptions & { username?: string };

const usernameIn = ({ outputs, environment }: Connected, { username }: LoginOptions): string => {
  const named = username ?? environment['ONBOARD_USERNAME'] ?? outputs.OperatorUsername;
  if (named) return named;
  throw new UsageError('say who signs in, by --username or ONBOARD_USERNAME');
};

const passwordOf = async (
  { outputs, environment }: Connected,
  username: string,
  { ask }: Typed,
): Promise<string> => {
  const given = environment['ONBOARD_PASSWORD'];
  if (given) return given;
  const isLocal = username === outputs.OperatorUsername;
  return (isLocal && outputs.OperatorPassword) || ask(`the password of ${username}`);
};

/** What the pool may ask of a person at a terminal, or by lines of stdin after the password. */
const answersOf = (
  { stdin, terminal, environment }: Connected,
  username: string,
  { ask }: Typed,
): Answers => ({
  code: async () => environment['ONBOARD_MFA_CODE'] || ask('the code that the app shows now'),
  async newPassword() {
    const chosen = await ask('a new password, in place of the temporary one');
    if (stdin.isTTY !== true) return chosen;
    if ((await ask('the new password again')) === chosen) return chosen;
    throw new Failure('the two are not the same: nothing was done');
  },
  codeOfNewApp(secret) {
    const account = encodeURIComponent(`onboard:${username}`);
    terminal.note(
      'an authenticator app is needed; give it this secret, or the address as a QR code:',
    );
    terminal.note(`  ${secret}\n  otpauth://totp/${account}?secret=${secret}&issuer=onboard`);
    return ask('the code that the app shows now');
  },
});

const login = async (session: Session, options: LoginOptions): Promise<void> => {
  const to = await connected(session, options);
  const username = usernameIn(to, options);
  const asking = typed(session);
  try {
    const password = await passwordOf(to, username, asking);
    const answers = answersOf(to, username, asking);
    const tokens = await cognitoSignIn(to.outputs, { username, password }, answers);
    const refreshToken = tokens.RefreshToken;
    if (!refreshToken) throw new Failure('the sign-in was answered without a session to keep');
    await keptSession(to.outputs, to.environment).keep({ username, refreshToken });
  } finally {
    asking.close();
  }
  if (to.json) to.terminal.json({ username });
  else to.terminal.line('signed in', username);
};

/** Errors that say that there is nothing left to revoke. */
const IS_OVER = [
  'NotAuthorizedException',
  'UnauthorizedException',
  'UnsupportedTokenTypeException',
];

const revoke = async ({ outputs }: Connected, Token: string): Promise<void> => {
  const client = new CognitoIdentityProviderClient(awsConfig(outputs));
  try {
    await client.send(new RevokeTokenCommand({ ClientId: outputs.OperatorClientId, Token }));
  } catch (error) {
    if (error instanceof Error && IS_OVER.includes(error.name)) return;
    throw new Failure(`the session is forgotten here, but could not be revoked (${error})`);
  }
};

const logout = async (session: Session, options: TargetOptions): Promise<void> => {
  const to = await connected(session, options);
  const was = await keptSession(to.outputs, to.environment).forget();
  if (was) await revoke(to, was.refreshToken);
  const username = was?.username;
  if (to.json) to.terminal.json({ username: username ?? null });
  else
    to.terminal.line(username === undefined ? 'nobody was signed in' : `signed out  ${username}`);
};

const addLogout = (program: Command, session: Session) =>
  withTarget(program.command('logout'))
    .summary('end the session that login keeps')
    .description('Revokes the session that login keeps of this deployment, and deletes it.')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard logout
  $ npx onboard logout --outputs prod.outputs.json`,
    )
    .action((options: TargetOptions) => logout(session, options));

/** `login` and `logout`. */
export const addLogin = (program: Command, session: Session) => {
  withTarget(program.command('login'))
    .summary('sign in once, for the commands that follow')
    .description(
      [
        'Signs an operator in and keeps the session in a file of yours, until logout or its end, so that later',
        'commands need neither password nor code. Asks for the password without showing it, or takes it of',
        'ONBOARD_PASSWORD, or as a line of stdin; then for a code, a new password or an authenticator app, where these are due.',
      ].join(' '),
    )
    .option('--username <name>', 'who signs in; ONBOARD_USERNAME where it is left out')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard login
  $ npx onboard login --username ops@example.com --outputs prod.outputs.json`,
    )
    .action((options: LoginOptions) => login(session, options));
  addLogout(program, session);
};
