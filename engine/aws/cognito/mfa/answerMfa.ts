import { AwsError } from '../../../endpoint/errors.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Answer } from '../signIn/answer.ts';
import { required } from '../signIn/entrance.ts';
import type { CognitoState } from '../state.ts';
import { changeUser } from '../users/changeUser.ts';
import { noTotp, type User } from '../users/user.ts';
import { findUser } from '../users/userKeys.ts';
import { type MfaStage, openMfaSession } from './mfaSession.ts';
import { stepOf } from './totp.ts';

/** Wrong codes that a user may send in a quarter of an hour: guessing a million codes takes years. */
const MOST_FAILURES = 5;
const FAILURES_MS = 900_000;

const invalidSession = () => notAuthorized('Invalid session for the user.');

/** The user whose session it is, named as the answer names them. */
const inSession = async (
  state: CognitoState,
  { pool, client, input }: Answer,
  stage: MfaStage,
): Promise<User> => {
  const username = required(input.ChallengeResponses, 'USERNAME');
  const token = required({ Session: input.Session ?? '' }, 'Session');
  const { user, clientId } = await openMfaSession(state, { token, stage });
  const named = await findUser(state, pool, username);
  if (user.poolId !== pool.id || clientId !== client.id || named?.sub !== user.sub) {
    throw invalidSession();
  }
  return user;
};

const recentFailures = (user: User, now: number): number[] =>
  (user.totp?.failures ?? []).filter((time) => time > now - FAILURES_MS);

const judged = (user: User, code: string, now: number): User | AwsError => {
  const { secret, lastStep, ...totp } = user.totp ?? noTotp;
  const failures = recentFailures(user, now);
  if (secret === undefined || !totp.enabled) return invalidSession();
  if (failures.length >= MOST_FAILURES) return invalidSession();
  const step = stepOf(secret, code, now);
  if (step === undefined) {
    return new AwsError('CodeMismatchException', 'Invalid code received for user');
  }
  if (step <= lastStep) {
    return new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  return { ...user, totp: { ...totp, secret, lastStep: step, failures: [] } };
};

const withFailure = (user: User, now: number): User => ({
  ...user,
  totp: { ...(user.totp ?? noTotp), failures: [...recentFailures(user, now), now] },
});

/** The user whose code is right and new. A wrong one is counted before it is refused. */
export const userOfCode = async (state: CognitoState, answer: Answer): Promise<User> => {
  const { sub } = await inSession(state, answer, 'mfaCode');
  const code = required(answer.input.ChallengeResponses, 'SOFTWARE_TOKEN_MFA_CODE');
  const now = state.engine.clock.now();
  let refusal: AwsError | undefined;
  const after = await changeUser(state, { poolId: answer.pool.id, name: sub }, (user) => {
    const outcome = judged(user, code, now);
    if (!(outcome instanceof AwsError)) return outcome;
    refusal = outcome;
    return outcome.code === 'CodeMismatchException' ? withFailure(user, now) : user;
  });
  if (refusal) throw refusal;
  return after;
};

/** The user who has set up an app as MFA_SETUP asked. */
export const userOfSetup = async (state: CognitoState, answer: Answer): Promise<User> => {
  const user = await inSession(state, answer, 'mfaReady');
  if (!user.totp?.enabled) throw invalidParameter('User has not verified software token mfa');
  return user;
};
