import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { DeleteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientDefaults } from '#shared/clients.ts';
import { isNamed } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import { type Mail, type MailEnv, mailKey } from './mail.ts';

export type SendMail = (mail: Mail) => Promise<void>;

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

const commandFor = (FromEmailAddress: string, { to, subject, text }: Mail) =>
  new SendEmailCommand({
    FromEmailAddress,
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text) } } },
  });

/** For `.catch`: SES will never take what it calls a bad request. */
const giveUpOn =
  ({ mailId }: Mail) =>
  (error: unknown): void => {
    if (!isNamed(error, 'BadRequestException')) throw error;
    logger.error('mail given up: SES refuses it', { error, mailId });
  };

/** Takes a mail out of the outbox. */
export const dropMailIn =
  (documents: DynamoDBDocumentClient, { MAIL_TABLE }: MailEnv): SendMail =>
  async ({ mailId }) => {
    await documents.send(new DeleteCommand({ TableName: MAIL_TABLE, Key: mailKey(mailId) }));
  };

/** Sends a mail by SES, then takes it out of the outbox. A crash in between sends it twice. */
export const sendMailOn = (documents: DynamoDBDocumentClient, env: MailEnv): SendMail => {
  // The relay is the retry.
  const ses = new SESv2Client({ ...clientDefaults, maxAttempts: 1 });
  const drop = dropMailIn(documents, env);
  return async (mail) => {
    const { MAIL_FROM } = env;
    if (MAIL_FROM === '') logger.info('mail dropped: this stage has no sender');
    else await ses.send(commandFor(MAIL_FROM, mail)).catch(giveUpOn(mail));
    await drop(mail);
  };
};

/** The same, for those who have committed a mail: what cannot be sent now is left to the relay. */
export const sendOrLeave =
  (send: SendMail): SendMail =>
  async (mail) => {
    try {
      await send(mail);
    } catch (error) {
      logger.warn('mail not sent; left to the relay', { error, mailId: mail.mailId });
    }
  };
