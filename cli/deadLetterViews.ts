import { aboutEvent, type DeadLetter } from '../client/deadLetter.ts';
import type { Terminal } from './terminal.ts';

const WHY: Record<DeadLetter['kind'], string> = {
  delivery: 'EventBridge could not deliver the event',
  function: 'the consumer failed until its retries were spent',
  refused: 'the consumer refused the event',
  unknown: 'unknown',
};

/** A dead letter for scripts: its event as it was, or its body where it holds none. */
export const deadLetterJson = (letter: DeadLetter) => {
  const { messageId, queue, sentAt, kind, reason, details, event, body } = letter;
  const { consumer } = queue;
  const content = event === undefined ? { body } : { event };
  return { messageId, consumer, sentAt, kind, reason, details, ...content };
};

/** Dead letters as a table, one a row. */
export const printDeadLetters = (
  { line, table }: Terminal,
  letters: readonly DeadLetter[],
): void => {
  if (letters.length === 0) {
    line('no dead letters');
    return;
  }
  table(
    ['MESSAGE', 'CONSUMER', 'EVENT', 'TENANT', 'SINCE', 'REASON'],
    letters.map((letter) => {
      const { type, tenantId = '' } = aboutEvent(letter);
      const since = letter.sentAt.toISOString().replace(/\.\d+Z$/, 'Z');
      const { consumer } = letter.queue;
      return [letter.messageId, consumer, type, tenantId, since, letter.reason.code];
    }),
  );
};

const errorRows = ({ code, message }: DeadLetter['reason']): string[][] => {
  const lines = [code, ...message.split('; ')].filter(Boolean);
  return lines.map((line, at) => [at === 0 ? 'error' : '', line]);
};

/** One dead letter: who gave up and why, then its event. */
export const printDeadLetter = (terminal: Terminal, letter: DeadLetter): void => {
  const { messageId, queue, sentAt, kind, reason, details, event, body } = letter;
  const { type, eventId, tenantId } = aboutEvent(letter);
  terminal.table(
    [],
    [
      ['message', messageId],
      ['consumer', queue.consumer],
      ['since', sentAt.toISOString()],
      ['why', [WHY[kind], ...details].join(', ')],
      ...errorRows(reason),
      ['event', [type, eventId].filter(Boolean).join('  ')],
      ...(tenantId === undefined ? [] : [['tenant', tenantId]]),
    ],
  );
  terminal.line('');
  if (event === undefined) for (const line of body.split('\n')) terminal.line(line);
  else terminal.json(event);
};
