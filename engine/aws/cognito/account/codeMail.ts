import type { JsonObject } from '../../../kernel/json.ts';
import { type Random, randomString } from '../../../kernel/random.ts';
import { sendPoolMail } from '../mail/poolMail.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { type Cause, CODE, customWording, type Wording } from '../triggers/customMessage.ts';
import type { User } from '../users/user.ts';

/** A code that is mailed; `wording` is Cognito's own, for pools that bring none. */
type CodeMail = { email: string; code: string; wording: Wording; user: User; cause: Cause };

/** Six digits, as all of Cognito's codes have. */
export const newCode = (random: Random): string => randomString(random, '0123456789', 6);

const masked = (email: string): string => email.replace(/^(.).*@(.).*$/, '$1***@$2***');

/** Where a code was sent, as far as Cognito tells the caller. */
export const deliveryTo = (email: string): JsonObject => ({
  Destination: masked(email),
  DeliveryMedium: 'EMAIL',
  AttributeName: 'email',
});

/** Mails a code in the words of the pool's trigger, or of the pool, which Cognito uses for codes of every kind. */
export const mailCode = async (
  state: CognitoState,
  pool: Pool,
  { email, code, wording, user, cause }: CodeMail,
): Promise<JsonObject> => {
  const { EmailVerificationMessage, EmailVerificationSubject, ...settings } = pool.settings;
  const { EmailMessage, EmailSubject } = settings.VerificationMessageTemplate;
  const { subject, body } = await customWording(state, pool, {
    user,
    cause,
    wording: {
      subject: EmailSubject ?? EmailVerificationSubject ?? wording.subject,
      body: EmailMessage ?? EmailVerificationMessage ?? wording.body,
    },
  });
  await sendPoolMail(state, pool, { to: email, subject, body: body.replaceAll(CODE, code) });
  return deliveryTo(email);
};
