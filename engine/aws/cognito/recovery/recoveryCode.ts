import { AwsError } from '../../../endpoint/errors.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { mailCode, newCode } from '../account/codeMail.ts';
import { codeExpired, codeMismatch } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import type { Cause } from '../triggers/customMessage.ts';
import type { User } from '../users/user.ts';

const HOUR_MS = 3_600_000;
const WORDING = {
  subject: 'Your password reset code',
  body: 'Your password reset code is {####}',
};

/** Cognito allows 5 to 20 an hour, as it sees the risk: here it is always seen. */
const MOST_AN_HOUR = 5;

const within = (times: readonly number[] | undefined, now: number): number[] => {
  const recent = (times ?? []).filter((time) => time > now - HOUR_MS);
  if (recent.length < MOST_AN_HOUR) return recent;
  throw new AwsError(
    'LimitExceededException',
    'Attempt limit exceeded, please try after some time.',
  );
};

/** The user with a new code for an address, good for an hour; the one before is void. */
export const withRecoveryCode = ({ engine }: CognitoState, user: User, email: string): User => {
  const now = engine.clock.now();
  const requests = [...within(user.recovery?.requests, now), now];
  const code = { text: newCode(engine.random), email, until: now + HOUR_MS };
  return { ...user, recovery: { code, requests, failures: user.recovery?.failures ?? [] } };
};

/** Mails the user's code. */
export const sendRecoveryCode = async (
  state: CognitoState,
  pool: Pool,
  { user, cause }: { user: User; cause: Omit<Cause, 'source'> },
): Promise<JsonObject> => {
  const { recovery } = user;
  if (!recovery?.code) throw codeExpired();
  const { email, text: code } = recovery.code;
  const why = { ...cause, source: 'ForgotPassword' } as const;
  return mailCode(state, pool, { email, code, wording: WORDING, user, cause: why });
};

/** What is wrong with a code for this user; undefined when it is the right one. */
export const codeProblem = (user: User, given: string, now: number): AwsError | undefined => {
  within(user.recovery?.failures, now);
  const code = user.recovery?.code;
  if (!code || code.until <= now || code.email !== user.attributes['email']) return codeExpired();
  return code.text === given ? undefined : codeMismatch();
};

/** The user after a wrong guess. */
export const withFailure = (user: User, now: number): User => {
  const { code, requests = [], failures = [] } = user.recovery ?? {};
  const recent = failures.filter((time) => time > now - HOUR_MS);
  return { ...user, recovery: { code, requests, failures: [...recent, now] } };
};
