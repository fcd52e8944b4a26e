import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeTime } from 'ulid';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { ses } from '../../../engine/aws/ses/ses.ts';
import { mailing, mailOf } from '../../../services/mail/mail.ts';
import { relayMail, unsentIn } from '../../../services/mail/relayMail.ts';
import { dropMailIn, sendMailOn, sendOrLeave } from '../../../services/mail/sendMail.ts';
import { writeAll } from '../../../services/shared/documents.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

const MAIL_FROM = 'us@product.example';
const noon = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 24 * 60 * 60 * 1_000;

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb, ses]);
});
beforeEach(async () => {
  await engine.call('ses', 'CreateEmailIdentity', { EmailIdentity: MAIL_FROM }).catch(() => {});
});
afterAll(() => engine.destroy());

/** An outbox of its own, whose relay runs at this time. */
const anOutbox = async ({ from = MAIL_FROM, now = noon + 60_000 } = {}) => {
  count += 1;
  const to = `ada${count}@acme.example`;
  const env = { MAIL_TABLE: await engine.table('mail', `mail-${count}`), MAIL_FROM: from };
  const { documents } = engine;
  const measured: [string, number][] = [];
  return {
    env,
    measured,
    send: sendMailOn(documents, env),
    relay: relayMail({
      now: () => new Date(now),
      measure: (metric, value) => measured.push([metric, value]),
      unsent: unsentIn(documents, env),
      send: sendMailOn(documents, env),
      drop: dropMailIn(documents, env),
    }),
    mail: (n: number, at = noon) =>
      mailOf(
        to,
        { subject: `Word ${n}`, text: `Number ${n}` },
        { mailId: `${encodeTime(at)}${String(n).padStart(16, '0')}`, at: new Date(at) },
      ),
    write: (mail: ReturnType<typeof mailOf>) =>
      writeAll(documents, [mailing(env.MAIL_TABLE, mail)]),
    rows: async () =>
      (await documents.send(new ScanCommand({ TableName: env.MAIL_TABLE }))).Items ?? [],
    received: async () => (await engine.engine.mail.to(to)).map(({ subject }) => subject),
  };
};

describe('sendMailOn', () => {
  it('sends a mail in plain text and takes it out of the outbox', async () => {
    const outbox = await anOutbox();
    const mail = outbox.mail(1);
    await outbox.write(mail);

    await outbox.send(mail);

    const [received] = await engine.engine.mail.to(mail.to);
    expect(received).toMatchObject({ from: MAIL_FROM, subject: 'Word 1', body: 'Number 1' });
    expect(received).not.toHaveProperty('html');
    expect(await outbox.rows()).toEqual([]);
  });

  it('drops the mail of a stage without a sender', async () => {
    const outbox = await anOutbox({ from: '' });
    await outbox.write(outbox.mail(1));

    await outbox.send(outbox.mail(1));

    expect(await outbox.received()).toEqual([]);
    expect(await outbox.rows()).toEqual([]);
  });

  it('gives up at once what SES calls a bad request', async () => {
    const outbox = await anOutbox();
    const mail = { ...outbox.mail(1), to: 'nobody' };
    await outbox.write(mail);

    await outbox.send(mail);

    expect(await outbox.rows()).toEqual([]);
  });
});

describe('sendOrLeave', () => {
  it('leaves in the outbox what SES does not take now', async () => {
    const outbox = await anOutbox({ from: 'stranger@elsewhere.example' });
    await outbox.write(outbox.mail(1));

    await sendOrLeave(outbox.send)(outbox.mail(1));

    expect(await outbox.rows()).toHaveLength(1);
  });
});

describe('relayMail', () => {
  it('sends what was left, and measures how long the oldest waits', async () => {
    const outbox = await anOutbox();
    await outbox.write(outbox.mail(1));
    await outbox.write(outbox.mail(2, noon + 30_000));

    const answer = await outbox.relay();

    expect(answer).toEqual({ relayed: 2 });
    expect((await outbox.received()).sort()).toEqual(['Word 1', 'Word 2']);
    expect(outbox.measured).toEqual([['OldestUnsentMail', 60]]);
    expect(await outbox.rows()).toEqual([]);
  });

  it('leaves ten seconds to those who may still send theirs', async () => {
    const outbox = await anOutbox({ now: noon + 9_000 });
    await outbox.write(outbox.mail(1));

    expect(await outbox.relay()).toEqual({ relayed: 0 });
  });

  it('gives up after a day', async () => {
    const outbox = await anOutbox({ now: noon + DAY_MS + 1_000 });
    await outbox.write(outbox.mail(1));

    await outbox.relay();

    expect(await outbox.received()).toEqual([]);
    expect(await outbox.rows()).toEqual([]);
  });

  it('sends the others when one fails, and then throws', async () => {
    const outbox = await anOutbox();
    await outbox.write(outbox.mail(1));
    await engine.documents.send(
      new PutCommand({
        TableName: outbox.env.MAIL_TABLE,
        Item: { ...mailing('', outbox.mail(2)).Put.Item, subject: '' },
      }),
    );
    const refusing = relayMail({
      now: () => new Date(noon + 60_000),
      measure: () => {},
      unsent: unsentIn(engine.documents, outbox.env),
      send: (mail) => (mail.subject === '' ? Promise.reject(new Error('no')) : outbox.send(mail)),
      drop: outbox.send,
    });

    await expect(refusing()).rejects.toThrow('1 mails are still unsent');
    expect(await outbox.received()).toEqual(['Word 1']);
  });
});
