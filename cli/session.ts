import type { Command } from 'commander';
import { type Outputs, readOutputs } from '../client/outputs.ts';
import { type ControlApi, controlApi } from './controlApi.ts';
import { signIn } from './signIn.ts';
import type { Terminal } from './terminal.ts';

/** What every command has at hand. */
export type Session = { terminal: Terminal; environment: NodeJS.ProcessEnv };

/** What a command that talks to a deployment has beside it. */
export type Connected = Session & { outputs: Outputs; api: ControlApi; json: boolean };

/** The options of every command that talks to a deployment. */
export type TargetOptions = { outputs?: string; json?: boolean };

/** Adds the options that say which deployment to talk to, and how to print. */
export const withTarget = (command: Command): Command =>
  command
    .option('--json', 'print JSON, for scripts')
    .option(
      '--outputs <file>',
      'stack outputs of the deployment (default: the local run’s, else cdk.outputs.json)',
    );

/** Connects to the deployment that the options name. */
export const connected = async (session: Session, options: TargetOptions): Promise<Connected> => {
  const outputs = await readOutputs(options.outputs, session.environment);
  const api = controlApi(outputs.ControlApiUrl, () => signIn(outputs, session.environment));
  return { ...session, outputs, api, json: options.json === true };
};
