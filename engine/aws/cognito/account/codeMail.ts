import type { JsonObject } from '../../../kernel/json.ts';
import { type Random, randomString } from '../../../kernel/random.ts';
import { sendPoolMail } from '../mail/poolMail.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';

/** Cognito's own wording, for pools that bring none. */
export type Wording = { subject: string; body: string };

/** Six digits, as all of Cognito's codes have. */
export const newCode = (random: Random): string => randomString(random, '0123456789', 6);

const masked = (email: string): string => email.replace(/^(.).*@(.).*$/, '$1***@$2***');

/** Where a code was sent, as far as Cognito tells the caller. */
export const deliveryTo = (email: string): JsonObject => ({
  Destination: masked(email),
  DeliveryMedium: 'EMAIL',
  AttributeName: 'email',
});

/** Mails a code in the pool's wording, which Cognito uses for codes of every kind. */
export const mailCode = async (
  state: CognitoState,
  pool: Pool,
  { email, code, wording }: { email: string; code: string; wording: Wording },
): Promise<JsonObject> => {
  const { EmailVerificationMessage, EmailVerificationSubject, ...settings } = pool.settings;
  const { EmailMessage, EmailSubject } = settings.VerificationMessageTemplate;
  const body = EmailMessage ?? EmailVerificationMessage ?? wording.body;
  await sendPoolMail(state, pool, {
    to: email,
    subject: EmailSubject ?? EmailVerificationSubject ?? wording.subject,
    body: body.replaceAll('{####}', code),
  });
  return deliveryTo(email);
};
