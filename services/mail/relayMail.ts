import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { logger } from '#shared/logger.ts';
import type { Measure } from '#shared/measure.ts';
import { pendingIn } from '#shared/outbox.ts';
import { throwFailures } from '#shared/throwFailures.ts';
import { Mail, type MailEnv, mailOutbox } from './mail.ts';
import type { SendMail } from './sendMail.ts';

export type RelayMailPorts = {
  /** Mail written before this time and still unsent, oldest first. */
  unsent(before: Date): Promise<Mail[]>;
  send: SendMail;
  drop: SendMail;
  measure: Measure;
  now(): Date;
};

/** Younger mail may still be about to be sent by who wrote it. */
const GRACE_MS = 10_000;

/** Reads the outbox. */
export const unsentIn = (
  documents: DynamoDBDocumentClient,
  { MAIL_TABLE }: MailEnv,
): RelayMailPorts['unsent'] => pendingIn(documents, MAIL_TABLE, { outbox: mailOutbox, row: Mail });

/** Sends what a crash left unsent; what is older than a day is given up. Throws when one is left. */
export const relayMail = (ports: RelayMailPorts) => async (): Promise<{ relayed: number }> => {
  const now = ports.now().getTime();
  const left = await ports.unsent(new Date(now - GRACE_MS));
  const [oldest] = left;
  ports.measure('OldestUnsentMail', oldest ? (now - Date.parse(oldest.createdAt)) / 1_000 : 0);
  const settled = await Promise.allSettled(
    left.map(async (mail) => {
      if (mail.expiresAt * 1_000 > now) return ports.send(mail);
      logger.error('mail given up after a day', { mailId: mail.mailId });
      return ports.drop(mail);
    }),
  );
  throwFailures(settled, 'mail not sent', (count) => `${count} mails are still unsent`);
  return { relayed: left.length };
};
