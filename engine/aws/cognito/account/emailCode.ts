import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { codeExpired, codeMismatch, invalidParameter } from '../errors.ts';
import { inertContext } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { AccessToken, bearerOf } from '../tokens/bearer.ts';
import type { Cause } from '../triggers/customMessage.ts';
import { changeUser } from '../users/changeUser.ts';
import type { User } from '../users/user.ts';
import { mailCode, newCode } from './codeMail.ts';

const CODE_LIFETIME_MS = 24 * 3_600_000;
const WORDING = { subject: 'Your verification code', body: 'Your verification code is {####}' };

/** A code for an address, in pools that verify e-mail addresses by themselves. */
export const emailCodeFor = (
  state: CognitoState,
  pool: Pool,
  email: string | undefined,
): User['emailCode'] => {
  if (email === undefined || !pool.settings.AutoVerifiedAttributes?.includes('email')) {
    return undefined;
  }
  return {
    email,
    code: newCode(state.engine.random),
    until: state.engine.clock.now() + CODE_LIFETIME_MS,
  };
};

/** Mails the code that the user holds, if any. */
export const sendEmailCode = async (
  state: CognitoState,
  pool: Pool,
  { user, cause }: { user: User; cause: Cause },
) => {
  if (!user.emailCode) return [];
  const { email, code } = user.emailCode;
  return [await mailCode(state, pool, { email, code, wording: WORDING, user, cause })];
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
    const { pool, user, client } = await bearerOf(state, input.AccessToken);
    const emailCode = emailCodeFor(state, pool, user.attributes['email']);
    if (!emailCode)
      throw invalidParameter('There is no e-mail address that this user pool verifies.');
    const address = { poolId: pool.id, name: user.sub };
    const after = await changeUser(state, address, (before) => ({ ...before, emailCode }));
    const cause = {
      source: 'VerifyUserAttribute',
      clientId: client.id,
      clientMetadata: input.ClientMetadata,
    } as const;
    const [CodeDeliveryDetails] = await sendEmailCode(state, pool, { user: after, cause });
    return { CodeDeliveryDetails };
  });

const VerifyInput = z.strictObject({ AccessToken, AttributeName: EmailOnly, Code: z.string() });

const verified = (user: User, code: string, now: number): User => {
  const { emailCode, ...rest } = user;
  if (emailCode?.code !== code || emailCode.email !== user.attributes['email']) {
    throw codeMismatch();
  }
  if (emailCode.until <= now) throw codeExpired();
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
