import { mailing, mailOf } from '../../services/mail/mail.ts';
import type { Outbox } from '../../services/mail/outbox.ts';
import { aUlid } from './builders.ts';
import { fixedNow } from './fakes.ts';

/** Mail that is written into this table, whose key is `pk`, and sent nowhere. */
export const fakeOutbox = (TableName: string) => {
  /** To whom, and what, in the order of sending. */
  const sent: { to: string; text: string }[] = [];
  let made = 9_000;
  const outbox: Outbox = {
    address(to, letter) {
      made += 1;
      return mailOf(to, letter, { mailId: aUlid(made), at: fixedNow() });
    },
    writing(mail) {
      const row = { pk: `mail#${mail.mailId}`, ...mail };
      return mailing(TableName, row);
    },
    async send({ to, text }) {
      sent.push({ to, text });
    },
    async post(to, { text }) {
      sent.push({ to, text });
    },
  };
  return { outbox, sent };
};
