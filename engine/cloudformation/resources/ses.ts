import { z } from 'zod';
import { unlessAbsent } from '../absence.ts';
import { unchangeable } from '../errors.ts';
import { given, without } from '../properties.ts';
import { type Actions, type Made, provide } from '../provider.ts';

const EmailIdentity = z.strictObject({
  EmailIdentity: z.string(),
  Tags: given,
  // How bounces and signatures are set up makes no difference to mail that is only kept.
  DkimAttributes: given,
  DkimSigningAttributes: given,
  FeedbackAttributes: given,
  MailFromAttributes: given,
});
type EmailIdentity = z.infer<typeof EmailIdentity>;

const INERT = [
  'DkimAttributes',
  'DkimSigningAttributes',
  'FeedbackAttributes',
  'MailFromAttributes',
];

const madeOf = (name: string): Made => {
  const records = [1, 2, 3].flatMap((index) => [
    [`DkimDNSTokenName${index}`, `token${index}._domainkey.${name}`],
    [`DkimDNSTokenValue${index}`, `token${index}.dkim.amazonses.com`],
  ]);
  return { physicalId: name, attributes: Object.fromEntries(records) };
};

const emailIdentity: Actions<EmailIdentity> = {
  async create(properties, { call }) {
    await call('ses', 'CreateEmailIdentity', without(properties, ...INERT));
    return madeOf(properties.EmailIdentity);
  },
  async find({ EmailIdentity: name }, { call }) {
    const left = await unlessAbsent(() => call('ses', 'GetEmailIdentity', { EmailIdentity: name }));
    return left && madeOf(name);
  },
  async update(properties, existing) {
    if (properties.EmailIdentity !== existing.physicalId) throw unchangeable('EmailIdentity');
    return existing;
  },
  async delete({ physicalId }, { call }) {
    await call('ses', 'DeleteEmailIdentity', { EmailIdentity: physicalId });
  },
};

/** Whom mail is sent from. */
export const sesResources = { 'AWS::SES::EmailIdentity': provide(EmailIdentity, emailIdentity) };
