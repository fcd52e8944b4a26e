import * as z from 'zod';

/** What a mail says. Plain text; the subject is one line. */
export type Letter = { subject: string; text: string };

/** A mail that is to be sent, as its row keeps it. */
export const Mail = z.object({
  /** A ULID, so that the outbox is in the order of time. */
  mailId: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  createdAt: z.iso.datetime(),
  /** In epoch seconds; nobody sends it any more then. */
  expiresAt: z.int(),
});
export type Mail = z.infer<typeof Mail>;

/** What every function needs that sends mail; without a sender, a stage's mail is dropped. */
export const MailEnv = z.object({ MAIL_TABLE: z.string().min(1), MAIL_FROM: z.string() });
export type MailEnv = z.infer<typeof MailEnv>;

/** The index of what was not sent yet. */
export const mailOutbox = {
  index: 'outbox',
  partition: 'outbox',
  sort: 'mailId',
  pending: 'pending',
} as const;

export const mailKey = (mailId: string) => ({ mailId });

const ONE_DAY_SECONDS = 24 * 60 * 60;

/** Addresses a letter. */
export const mailOf = (
  to: string,
  { subject, text }: Letter,
  { mailId, at }: { mailId: string; at: Date },
): Mail => ({
  mailId,
  to,
  subject,
  text,
  createdAt: at.toISOString(),
  expiresAt: Math.floor(at.getTime() / 1_000) + ONE_DAY_SECONDS,
});

/** Belongs into the transaction that writes what the mail tells of: both are there, or neither. */
export const mailing = (TableName: string, mail: Mail) => ({
  Put: { TableName, Item: { ...mail, [mailOutbox.partition]: mailOutbox.pending } },
});
