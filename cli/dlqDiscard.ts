import type { Command } from 'commander';
import { aboutEvent, type DeadLetter } from '../client/deadLetter.ts';
import { discard, listDeadLetters } from '../client/deadLetters.ts';
import { Failure } from '../client/failure.ts';
import { agreeAnywhere, askable, type ConsentOptions } from './consent.ts';
import { deadLetterJson, printDeadLetter } from './deadLetterViews.ts';
import { clientsOf, queuesOf } from './dlqQueues.ts';
import { examples } from './examples.ts';
import {
  type Connected,
  connected,
  type Session,
  type TargetOptions,
  withTarget,
} from './session.ts';

type DiscardOptions = TargetOptions & ConsentOptions;

/** For scripts the whole message is in the result, and its name for who is asked. */
const show = ({ terminal, json }: Connected, letter: DeadLetter): void => {
  if (json) terminal.note(`${letter.messageId}  ${aboutEvent(letter).type}`);
  else printDeadLetter(terminal, letter);
};

const report = (
  { terminal, json }: Connected,
  discarded: readonly DeadLetter[],
  missing: readonly string[],
): void => {
  if (json) terminal.json({ discarded: discarded.map(deadLetterJson), missing });
  else terminal.line(`${discarded.length} discarded, ${missing.length} not`);
};

/** Those of a consumer's dead letters that are named. Throws where there is none of them. */
const shown = async (
  to: Connected,
  consumer: string,
  named: readonly string[],
): Promise<string[]> => {
  const letters = await listDeadLetters(clientsOf(to).sqs, queuesOf(to, consumer));
  const found = letters.filter(({ messageId }) => named.includes(messageId));
  const ids = found.map(({ messageId }) => messageId);
  for (const id of named.filter((one) => !ids.includes(one))) {
    to.terminal.note(`${id}: there is no such dead letter of ${consumer}`);
  }
  if (found.length === 0) throw new Failure('nothing was discarded');
  for (const letter of found) show(to, letter);
  return ids;
};

type Chosen = { consumer: string; messageIds: readonly string[] };

/** Answers the exit code. */
const discardChosen = async (
  session: Session,
  { consumer, messageIds }: Chosen,
  options: DiscardOptions,
): Promise<number> => {
  const to = await connected(session, options);
  const named = [...new Set(messageIds)];
  askable(to, options, 'discarding messages');
  const found = await shown(to, consumer, named);
  await agreeAnywhere(to, options, `discarding ${found.length} of ${consumer} for good`);
  const discarded = await discard(clientsOf(to).sqs, queuesOf(to, consumer), found);
  const gone = discarded.map(({ messageId }) => messageId);
  const missing = named.filter((id) => !gone.includes(id));
  report(to, discarded, missing);
  return missing.length > 0 ? 1 : 0;
};

/** `dlq discard`. */
export const addDiscard = (dlq: Command, session: Session, done: (code: number) => void) =>
  withTarget(dlq.command('discard'))
    .summary('delete messages for good')
    .description(
      [
        'Shows these dead letters of a consumer, asks, and deletes them: their events are lost. With',
        '--json it prints what it has deleted. Exit code 1 when one was not there.',
      ].join(' '),
    )
    .argument('<consumer>', 'whose queue it is, as dlq list shows it')
    .argument('<messageIds...>')
    .option('--yes', 'do not ask, on a local run either')
    .addHelpText(
      'after',
      examples('dlq discard StartOnboarding 7f9c24e8-3b1d-4b0a-9a55-2d1f0c6e8b11'),
    )
    .action(async (consumer: string, messageIds: string[], options: DiscardOptions) =>
      done(await discardChosen(session, { consumer, messageIds }, options)),
    );
