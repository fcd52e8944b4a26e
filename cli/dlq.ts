import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import type { DeadLetter, DeadLetterQueue } from './deadLetter.ts';
import { listDeadLetters, redrive } from './deadLetters.ts';
import { Failure, UsageError } from './failure.ts';
import {
  type Connected,
  connected,
  type Session,
  type TargetOptions,
  withTarget,
} from './session.ts';
import { awsConfig } from './target.ts';

const WHY: Record<DeadLetter['kind'], string> = {
  delivery: 'EventBridge could not deliver the event',
  function: 'the consumer failed until its retries were spent',
  refused: 'the consumer refused the event',
  unknown: 'unknown',
};

type DlqOptions = TargetOptions & { consumer?: string };

/** The queues of all consumers, or of the one that is asked for. */
const queuesOf = ({ outputs }: Connected, consumer: string | undefined): DeadLetterQueue[] => {
  const { DeadLetterQueues: all } = outputs;
  const found = all.filter((queue) => consumer === undefined || queue.consumer === consumer);
  if (found.length > 0) return found;
  const known = all.map((queue) => queue.consumer).join(', ');
  throw new UsageError(`no consumer is called ${consumer}; there are ${known}`);
};

const clientsOf = ({ outputs }: Connected) => ({
  sqs: new SQSClient(awsConfig(outputs)),
  lambda: new LambdaClient(awsConfig(outputs)),
});

const metadataOf = ({ event }: DeadLetter) => {
  const { eventId, tenantId } = event?.detail.metadata ?? {};
  return {
    type: event?.['detail-type'],
    eventId: typeof eventId === 'string' ? eventId : undefined,
    tenantId: typeof tenantId === 'string' ? tenantId : undefined,
  };
};

const jsonOf = (letter: DeadLetter) => {
  const { messageId, queue, sentAt, kind, reason, details, event, body } = letter;
  const { consumer } = queue;
  const content = event === undefined ? { body } : { event };
  return { messageId, consumer, sentAt, kind, reason, details, ...content };
};

const list = async (session: Session, options: DlqOptions) => {
  const to = await connected(session, options);
  const letters = await listDeadLetters(clientsOf(to).sqs, queuesOf(to, options.consumer));
  if (to.json) return to.terminal.json(letters.map(jsonOf));
  if (letters.length === 0) return to.terminal.line('no dead letters');
  to.terminal.table(
    ['MESSAGE', 'CONSUMER', 'EVENT', 'TENANT', 'SINCE', 'REASON'],
    letters.map((letter) => {
      const { type = 'none', tenantId = '' } = metadataOf(letter);
      const since = letter.sentAt.toISOString().replace(/\.\d+Z$/, 'Z');
      const { consumer } = letter.queue;
      return [letter.messageId, consumer, type, tenantId, since, letter.reason.code];
    }),
  );
};

const show = async (session: Session, messageId: string, options: TargetOptions) => {
  const to = await connected(session, options);
  const letters = await listDeadLetters(clientsOf(to).sqs, queuesOf(to, undefined));
  const letter = letters.find((each) => each.messageId === messageId);
  if (!letter) throw new Failure(`no dead letter is called ${messageId}`);
  if (to.json) return to.terminal.json(jsonOf(letter));
  const { queue, sentAt, kind, reason, details, event, body } = letter;
  const { type = 'none', eventId, tenantId } = metadataOf(letter);
  to.terminal.table(
    [],
    [
      ['message', messageId],
      ['consumer', queue.consumer],
      ['since', sentAt.toISOString()],
      ['why', [WHY[kind], ...details].join(', ')],
      ['error', [reason.code, reason.message].filter(Boolean).join(': ')],
      ['event', [type, eventId].filter(Boolean).join('  ')],
      ...(tenantId === undefined ? [] : [['tenant', tenantId]]),
    ],
  );
  to.terminal.line('');
  if (event === undefined) to.terminal.line(body);
  else to.terminal.json(event);
};

type RedriveOptions = DlqOptions & { all?: boolean };

const choiceOf = (messageIds: readonly string[], { all }: RedriveOptions) => {
  if ((messageIds.length === 0) === !all) throw new UsageError('name messages, or give --all');
  return ({ messageId }: DeadLetter) => all === true || messageIds.includes(messageId);
};

const redriveAll = async (
  session: Session,
  messageIds: readonly string[],
  options: RedriveOptions,
): Promise<number> => {
  const chosen = choiceOf(messageIds, options);
  const to = await connected(session, options);
  const result = await redrive(clientsOf(to), queuesOf(to, options.consumer), chosen);
  const redriven = result.redriven.map(({ messageId }) => messageId);
  const refused = [
    ...result.refused.map(({ letter, reason }) => ({ messageId: letter.messageId, reason })),
    ...messageIds
      .filter(
        (id) =>
          ![...result.redriven, ...result.refused.map(({ letter }) => letter)].some(
            ({ messageId }) => messageId === id,
          ),
      )
      .map((messageId) => ({ messageId, reason: 'there is no such dead letter' })),
  ];
  if (to.json) to.terminal.json({ redriven, refused });
  else {
    for (const { messageId, reason } of refused) to.terminal.note(`${messageId}: ${reason}`);
    to.terminal.line(`${redriven.length} sent to their consumers again, ${refused.length} not`);
  }
  return refused.length > 0 ? 1 : 0;
};

/** `dlq list`, `dlq show` and `dlq redrive`. */
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
  withTarget(dlq.command('redrive'))
    .summary('send events to their consumers again')
    .description(
      `Sends the events of dead letters to their consumers again, and deletes the messages that were
accepted. An event that fails again comes back as a new message. Exit code 1 when one was not accepted.`,
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
      done(await redriveAll(session, ids, options)),
    );
};
