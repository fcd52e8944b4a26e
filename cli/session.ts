import { type Command, Option } from 'commander';
import type { Outputs } from '../client/outputs.ts';
import { type ControlApi, controlApi } from './controlApi.ts';
import {
  describeTarget,
  findTarget,
  type Target,
  type TargetChoice,
  targets,
} from './findTarget.ts';
import { signIn } from './signIn.ts';
import type { Input, Terminal } from './terminal.ts';

/** What every command has at hand. */
export type Session = { terminal: Terminal; environment: NodeJS.ProcessEnv; stdin: Input };

/** What a command that talks to a deployment has beside it. */
export type Connected = Session & {
  target: Target;
  outputs: Outputs;
  api: ControlApi;
  json: boolean;
};

/** The options of every command that talks to a deployment. */
export type TargetOptions = TargetChoice & { json?: boolean };

/** Adds the options that say which deployment to talk to, and how to print. */
export const withTarget = (command: Command): Command =>
  command
    .option('--json', 'print JSON, for scripts')
    .addOption(
      new Option('--target <place>', 'where: a local run, or AWS by cdk.outputs.json')
        .choices(targets)
        .default('local'),
    )
    .option('--outputs <file>', 'a file of stack outputs: the deployment that they are of');

/** Connects to the deployment that the options name, and says which it is. */
export const connected = async (session: Session, options: TargetOptions): Promise<Connected> => {
  const target = await findTarget(options, session.environment);
  session.terminal.note(`target: ${describeTarget(target)}`);
  const { outputs } = target;
  const api = controlApi(outputs.ControlApiUrl, () => signIn(outputs, session.environment));
  return { ...session, target, outputs, api, json: options.json === true };
};
