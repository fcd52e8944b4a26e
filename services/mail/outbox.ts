import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { writeAll } from '#shared/documents.ts';
import { type Letter, type Mail, type MailEnv, mailing, mailOf } from './mail.ts';
import { type SendMail, sendMailOn, sendOrLeave } from './sendMail.ts';

/** How a use case sends mail: addressed, written with what it tells of, and then sent. */
export type Outbox = {
  address(to: string, letter: Letter): Mail;
  /** The mail's part of a transaction. */
  writing(mail: Mail): ReturnType<typeof mailing>;
  /** Sends what is written; leaves it to the relay where that fails. */
  send: SendMail;
  /** Writes and sends mail that tells of nothing that is written with it. */
  post(to: string, letter: Letter): Promise<void>;
};

/** The outbox of a deployment. */
export const outboxOn = (documents: DynamoDBDocumentClient, env: MailEnv): Outbox => {
  const address: Outbox['address'] = (to, letter) =>
    mailOf(to, letter, { mailId: ulid(), at: new Date() });
  const writing: Outbox['writing'] = (mail) => mailing(env.MAIL_TABLE, mail);
  const send = sendOrLeave(sendMailOn(documents, env));
  return {
    address,
    writing,
    send,
    async post(to, letter) {
      const mail = address(to, letter);
      await writeAll(documents, [writing(mail)]);
      await send(mail);
    },
  };
};
