import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Operation } from '../../../endpoint/service.ts';
import { randomString } from '../../../kernel/random.ts';
import { invalidParameter } from '../errors.ts';
import { inertContext } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { AccessToken, bearerOf } from '../tokens/bearer.ts';
import { changeUser } from '../users/changeUser.ts';
import type { User } from '../users/user.ts';

const CODE_LIFETIME_MS = 24 * 3_600_000;
const SUBJECT = 'Your verification code';
const BODY = 'Your verification code is {####}';

/** A code for an address, in pools that verify e-mail addresses by themselves. */
export const emailCodeFor = (
  state: CognitoState,
  pool: Pool,
  email: string | undefined,
): User['emailCode'] => {
  if (email === undefined || !pool.settings.AutoVerifiedAttributes?.includes('email')) {
    return undefined;
  }
  const code = randomString(state.engine.random, '0123456789', 6);
  return { email, code, until: state.engine.clock.now() + CODE_LIFETIME_MS };
};

const masked = (email: string): string => email.replace(/^(.).*@(.).*$/, '$1***@$2***');

/** Mails the code that the user holds, in the pool's own wording or else in Cognito's. */
export const sendEmailCode = async (state: CognitoState, pool: Pool, user: User) => {
  const { emailCode } = user;
  if (!emailCode) return [];
  const { EmailVerificationMessage, EmailVerificationSubject, ...settings } = pool.settings;
  const { EmailMessage, EmailSubject } = settings.VerificationMessageTemplate;
  await state.engine.mail.send({
    to: emailCode.email,
    subject: EmailSubject ?? EmailVerificationSubject ?? SUBJECT,
    body: (EmailMessage ?? EmailVerificationMessage ?? BODY).replaceAll('{####}', emailCode.code),
  });
  return [
    { Destination: masked(emailCode.email), DeliveryMedium: 'EMAIL', AttributeName: 'email' },
  ];
};

const EmailOnly = z.literal('email');

const CodeInput = z.strictObject({
  AccessToken,
  AttributeName: EmailOnly,
  ClientMetadata: inertContext.ClientMetadata,
});

/** Sends a new code; the one before is void. */
export const getUserAttributeVerificationCode = (state: CognitoState): Operation =>
  cognitoOperation(CodeInput, async (input) => {
    const { pool, user } = await bearerOf(state, input.AccessToken);
    const emailCode = emailCodeFor(state, pool, user.attributes['email']);
    if (!emailCode)
      throw invalidParameter('There is no e-mail address that this user pool verifies.');
    const address = { poolId: pool.id, name: user.sub };
    const after = await changeUser(state, address, (before) => ({ ...before, emailCode }));
    const [CodeDeliveryDetails] = await sendEmailCode(state, pool, after);
    return { CodeDeliveryDetails };
  });

const VerifyInput = z.strictObject({ AccessToken, AttributeName: EmailOnly, Code: z.string() });

const verified = (user: User, code: string, now: number): User => {
  const { emailCode, ...rest } = user;
  if (emailCode?.code !== code || emailCode.email !== user.attributes['email']) {
    throw new AwsError(
      'CodeMismatchException',
      'Invalid verification code provided, please try again.',
    );
  }
  if (emailCode.until <= now) {
    throw new AwsError(
      'ExpiredCodeException',
      'Invalid code provided, please request a code again.',
    );
  }
  return { ...rest, attributes: { ...user.attributes, email_verified: 'true' } };
};

/** A code proves the address it was sent to, and only while the user has that address. */
export const verifyUserAttribute = (state: CognitoState): Operation =>
  cognitoOperation(VerifyInput, async (input) => {
    const { pool, user } = await bearerOf(state, input.AccessToken);
    const now = state.engine.clock.now();
    await changeUser(state, { poolId: pool.id, name: user.sub }, (before) =>
      verified(before, input.Code, now),
    );
    return {};
  });
