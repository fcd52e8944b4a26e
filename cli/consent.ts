import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { Failure, UsageError } from '../client/failure.ts';
import { describeTarget } from './findTarget.ts';
import type { Connected } from './session.ts';

/** The option of every command that asks before it changes a deployment on AWS. */
export type ConsentOptions = { yes?: boolean };

/** Adds the option that answers the question beforehand. */
export const withConsent = (command: Command): Command =>
  command.option('--yes', 'do not ask before it is done on AWS');

const ask = async ({ stdin, terminal }: Connected, question: string): Promise<string> => {
  terminal.note(question);
  const lines = createInterface({ input: stdin });
  try {
    const { value } = await lines[Symbol.asyncIterator]().next();
    return String(value ?? '');
  } finally {
    lines.close();
  }
};

/** Throws where somebody has to be asked, and nobody can be. */
export const askable = (
  { stdin }: Connected,
  { yes = false }: ConsentOptions,
  what: string,
): void => {
  if (yes || stdin.isTTY === true) return;
  throw new UsageError(`${what} needs --yes where nobody can be asked`);
};

/** Asks before something is done, on a local run too. Throws when the answer is not yes, or nobody can be asked. */
export const agreeAnywhere = async (
  to: Connected,
  options: ConsentOptions,
  what: string,
): Promise<void> => {
  askable(to, options, what);
  if (options.yes) return;
  const answer = await ask(to, `${what} on ${describeTarget(to.target)}? Type yes to go on:`);
  if (answer.trim().toLowerCase() !== 'yes') throw new Failure('nothing was done');
};

/** Asks before something is done on AWS. Throws when the answer is not yes, or nobody can be asked. */
export const agree = async (
  to: Connected,
  options: ConsentOptions,
  what: string,
): Promise<void> => {
  if (to.target.kind === 'local') return;
  askable(to, options, `${what} on AWS`);
  await agreeAnywhere(to, options, what);
};
