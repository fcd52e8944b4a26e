import type { Command } from 'commander';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';
import { signIn } from './signIn.ts';

const print = async (session: Session, options: TargetOptions): Promise<void> => {
  const { terminal, outputs, environment, json } = await connected(session, options);
  const token = await signIn(outputs, environment);
  if (json) terminal.json({ token });
  else terminal.line(token);
};

/** `token`. */
export const addToken = (program: Command, session: Session) => {
  withTarget(program.command('token'))
    .summary('print a token for calls by hand')
    .description(
      'Signs the operator in and prints the bearer token, which is good for an hour: it makes its holder that operator.',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ OPERATOR=$(npx onboard token)
  $ curl -s \${ControlApiUrl}tenants -H "Authorization: Bearer $OPERATOR"`,
    )
    .action((options: TargetOptions) => print(session, options));
};
