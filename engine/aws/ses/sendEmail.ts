import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import type { Operation } from '../../endpoint/service.ts';
import type { Engine } from '../../engine.ts';
import { DailyCount } from '../../limits/dailyCount.ts';
import { readAddress } from './address.ts';
import { type Identities, identityOf } from './identity.ts';
import { badRequest, sesOperation } from './sesOperation.ts';

const addresses = z.array(z.string()).default([]);
const Part = z.strictObject({ Data: z.string(), Charset: z.string().optional() });

const SendInput = z.strictObject({
  FromEmailAddress: z.string(),
  ReplyToAddresses: addresses,
  Destination: z.strictObject({
    ToAddresses: addresses,
    CcAddresses: addresses,
    BccAddresses: addresses,
  }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: Part,
      Body: z.strictObject({ Text: Part.optional(), Html: Part.optional() }),
    }),
  }),
});
type SendInput = z.infer<typeof SendInput>;

/** "The maximum number of recipients": SES Developer Guide, "Service quotas". */
const MOST_RECIPIENTS = 50;

const recipientsOf = ({ Destination: to }: SendInput): string[] => {
  const all = [...to.ToAddresses, ...to.CcAddresses, ...to.BccAddresses];
  if (all.length === 0) throw badRequest('Recipient list is empty.');
  if (all.length > MOST_RECIPIENTS) throw badRequest('Recipient count exceeds 50.');
  return all.map((text) => readAddress(text).address);
};

const bodyOf = ({ Content }: SendInput) => {
  const { Text, Html } = Content.Simple.Body;
  const body = Text ?? Html;
  if (!body) throw badRequest('A message needs a text or an HTML body.');
  return { body: body.Data, ...(Html && { html: Html.Data }) };
};

const subjectOf = ({ Content }: SendInput): string => {
  const subject = Content.Simple.Subject.Data;
  if (/[\r\n]/.test(subject)) throw badRequest('A subject has no line breaks.');
  return subject;
};

const unverified = (region: string, from: string): AwsError =>
  new AwsError(
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${from}`,
  );

const spent = (): AwsError =>
  new AwsError('LimitExceededException', 'Daily message quota exceeded.');

/** Keeps the message with all other mail, once for each recipient. The account counts as out of the sandbox. */
export const sendEmail = (engine: Engine, identities: Identities): Operation => {
  const mails = new DailyCount(engine, 'ses');
  return sesOperation(SendInput, async (input) => {
    const from = readAddress(input.FromEmailAddress).address;
    for (const text of input.ReplyToAddresses) readAddress(text);
    const message = { from, subject: subjectOf(input), ...bodyOf(input) };
    const recipients = recipientsOf(input);
    if (!(await identityOf(identities, from))) throw unverified(engine.region, from);
    if (!(await mails.add(recipients.length, engine.quotas.sesMailsADay))) throw spent();
    for (const to of recipients) await engine.mail.send({ to, ...message });
    return { MessageId: `${engine.random.uuid()}-000000` };
  });
};
