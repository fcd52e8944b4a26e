import type { Command } from 'commander';
import type { DeadLetter } from '../client/deadLetter.ts';
import { listDeadLetters, type Redriven, redrive } from '../client/deadLetters.ts';
import { Failure, UsageError } from '../client/failure.ts';
import { agree, type ConsentOptions, withConsent } from './consent.ts';
import { deadLetterJson, printDeadLetter, printDeadLetters } from './deadLetterViews.ts';
import { addDiscard } from './dlqDiscard.ts';
import { clientsOf, queuesOf } from './dlqQueues.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';

type DlqOptions = TargetOptions & { consumer?: string };

const list = async (session: Session, options: DlqOptions) => {
  const to = await connected(session, options);
  const letters = await listDeadLetters(clientsOf(to).sqs, queuesOf(to, options.consumer));
  if (to.json) to.terminal.json(letters.map(deadLetterJson));
  else printDeadLetters(to.terminal, letters);
};

const show = async (session: Session, messageId: string, options: TargetOptions) => {
  const to = await connected(session, options);
  const letters = await listDeadLetters(clientsOf(to).sqs, queuesOf(to, undefined));
  const letter = letters.find((each) => each.messageId === messageId);
  if (!letter) throw new Failure(`no dead letter is called ${messageId}`);
  if (to.json) to.terminal.json(deadLetterJson(letter));
  else printDeadLetter(to.terminal, letter);
};

const idOf = ({ messageId }: DeadLetter): string => messageId;

type RedriveOptions = DlqOptions & ConsentOptions & { all?: boolean };

const choiceOf = (messageIds: readonly string[], { all }: RedriveOptions) => {
  if ((messageIds.length === 0) === !all) throw new UsageError('name messages, or give --all');
  return ({ messageId }: DeadLetter) => all === true || messageIds.includes(messageId);
};

/** What became of each message that was named or chosen. */
const outcomeOf = ({ redriven, refused }: Redriven, named: readonly string[]) => {
  const found = new Set([...redriven, ...refused.map(({ letter }) => letter)].map(idOf));
  const missing = named.filter((messageId) => !found.has(messageId));
  return {
    redriven: redriven.map(idOf),
    refused: [
      ...refused.map(({ letter, reason }) => ({ messageId: idOf(letter), reason })),
      ...missing.map((messageId) => ({ messageId, reason: 'there is no such dead letter' })),
    ],
  };
};

const redriveChosen = async (
  session: Session,
  messageIds: readonly string[],
  options: RedriveOptions,
): Promise<number> => {
  const chosen = choiceOf(messageIds, options);
  const to = await connected(session, options);
  await agree(to, options, 'sending events to their consumers again');
  const result = await redrive(clientsOf(to), queuesOf(to, options.consumer), chosen);
  const { redriven, refused } = outcomeOf(result, messageIds);
  if (to.json) to.terminal.json({ redriven, refused });
  else {
    for (const { messageId, reason } of refused) to.terminal.note(`${messageId}: ${reason}`);
    to.terminal.line(`${redriven.length} sent to their consumers again, ${refused.length} not`);
  }
  return refused.length > 0 ? 1 : 0;
};

/** `dlq`. */
export const addDlq = (program: Command, session: Session, done: (code: number) => void) => {
  const dlq = program
    .command('dlq')
    .summary('events that a consumer could not take')
    .description(
      'Dead letters: events that a consumer could not take. Looking at them hides them from others for a moment.',
    );
  withTarget(dlq.command('list'))
    .description('Lists the dead letters of all consumers, oldest first.')
    .option('--consumer <name>', 'of this consumer only')
    .action((options: DlqOptions) => list(session, options));
  withTarget(dlq.command('show'))
    .description('Shows a dead letter: why it is there, and its event.')
    .argument('<messageId>')
    .action((id: string, options: TargetOptions) => show(session, id, options));
  withConsent(withTarget(dlq.command('redrive')))
    .summary('send events to their consumers again')
    .description(
      [
        'Sends the events of dead letters to their consumers again, and deletes the messages that were',
        'accepted. An event that fails again comes back as a new message.',
        'Exit code 1 when one was not accepted.',
      ].join(' '),
    )
    .argument('[messageIds...]')
    .option('--all', 'all dead letters')
    .option('--consumer <name>', 'of this consumer only')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard dlq redrive 7f9c24e8-3b1d-4b0a-9a55-2d1f0c6e8b11
  $ npx onboard dlq redrive --all --consumer StartOnboarding`,
    )
    .action(async (ids: string[], options: RedriveOptions) =>
      done(await redriveChosen(session, ids, options)),
    );
  addDiscard(dlq, session, done);
};
