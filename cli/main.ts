import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { Failure, UsageError } from '../client/failure.ts';
import { addCompletion } from './completion.ts';
import { addDlq } from './dlq.ts';
import { addEvents } from './events.ts';
import { addFind } from './find.ts';
import { addLogin } from './login.ts';
import { addOrphans } from './orphans.ts';
import { addRegistrations } from './registrations.ts';
import { addSagas } from './sagas.ts';
import type { Session } from './session.ts';
import { addSimulate } from './simulate.ts';
import { addTenants } from './tenants.ts';
import { type Input, type Stream, type Terminal, terminal } from './terminal.ts';
import { addToken } from './token.ts';
import { addUsers } from './users.ts';
import { addWebhooks } from './webhooks.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

const FAILED = 1;
const USAGE = 2;

const EPILOGUE = `
Which deployment: the local run in $LOCAL_DIR or .local; with --target aws that of
cdk.outputs.json (npm run deploy); with --outputs FILE that of the file. It is said on stderr.
Who: a local run brings its operator along. On AWS npx onboard login signs in for all that follow;
or set ONBOARD_USERNAME, ONBOARD_PASSWORD and, for each command, ONBOARD_MFA_CODE; dlq, orphans, events and webhooks listen use the AWS credentials of your shell.

Exit codes: 0 it worked, 1 it failed, 2 the command line is wrong.

Examples:
  $ npx onboard register Acme --email ada@acme.example --tier basic --watch
  $ npx onboard sagas list --status failed
  $ npx onboard sagas replay --all --failed-step CreateApiKey --dry-run
  $ npx onboard dlq redrive --all
  $ npx onboard events tail --json`;

/** The process that a command line runs in, as far as it matters to it. */
export type Shell = { stdin: Input; stdout: Stream; stderr: Stream; env: NodeJS.ProcessEnv };

const programOf = (session: Session, shell: Shell, done: (code: number) => void): Command => {
  const program = new Command('onboard')
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
    })
    .version(version)
    .description('Runs tenant onboarding from the command line, on a local run and on AWS.')
    .addHelpText('after', EPILOGUE)
    .showHelpAfterError('(--help says more)')
    .exitOverride();
  addRegistrations(program, session, done);
  addFind(program, session);
  addTenants(program, session);
  addUsers(program, session);
  addSagas(program, session, done);
  addWebhooks(program, session, done);
  addDlq(program, session, done);
  addOrphans(program, session);
  addEvents(program, session);
  addLogin(program, session);
  addToken(program, session);
  addSimulate(program, done);
  addCompletion(program, session);
  return program;
};

/** What Node.js says when nothing listens at an address. */
const Refused = z.object({
  code: z.literal('ECONNREFUSED'),
  address: z.string(),
  port: z.number(),
});
const NobodyThere = z.union([Refused, z.object({ errors: z.tuple([Refused], z.unknown()) })]);

const messageOf = (error: unknown): string => {
  if (error instanceof Failure || error instanceof UsageError) return error.message;
  const nobody = NobodyThere.safeParse(error).data;
  if (nobody) {
    const { address, port } = 'errors' in nobody ? nobody.errors[0] : nobody;
    return `nothing answers at ${address}:${port}: is npm start running?`;
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};

/** Says what went wrong; commander has printed its own errors, and help, already. */
const exitCodeOf = (error: unknown, { note }: Terminal): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  note(`error: ${messageOf(error)}`);
  return error instanceof UsageError ? USAGE : FAILED;
};

/** Runs one command line; answers its exit code. */
export const main = async (argv: readonly string[], shell: Shell): Promise<number> => {
  const { stdin, stdout, stderr, env: environment } = shell;
  const session = { terminal: terminal(stdout, stderr, environment), environment, stdin };
  let code = 0;
  const done = (given: number): void => {
    code = given;
  };
  try {
    await programOf(session, shell, done).parseAsync([...argv]);
  } catch (error) {
    done(exitCodeOf(error, session.terminal));
  }
  return code;
};
