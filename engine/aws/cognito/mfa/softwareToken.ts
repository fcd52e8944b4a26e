import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Operation } from '../../../endpoint/service.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { cognitoOperation } from '../operation.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { AccessToken, bearerOf } from '../tokens/bearer.ts';
import { changeUser } from '../users/changeUser.ts';
import { noTotp, type User } from '../users/user.ts';
import { type MfaStage, openMfaSession } from './mfaSession.ts';
import { newTotpSecret, stepOf } from './totp.ts';

/** Who sets up an app: somebody signed in, or somebody whom MFA_SETUP asks to. */
const Caller = z.strictObject({
  AccessToken: AccessToken.optional(),
  Session: z.string().min(20).optional(),
});

type Setup = {
  pool: Pool;
  user: User;
  /** Undefined for somebody who is signed in. */
  at: ((stage: MfaStage) => Promise<string>) | undefined;
};

const refuseDisabled = (pool: Pool): void => {
  if (pool.softwareTokenMfa) return;
  throw new AwsError(
    'SoftwareTokenMFANotFoundException',
    'Software Token MFA has not been enabled by the userPool',
  );
};

const setupOf = async (
  state: CognitoState,
  { AccessToken: token, Session }: z.infer<typeof Caller>,
): Promise<Setup> => {
  if ((token === undefined) === (Session === undefined)) {
    throw invalidParameter('Either an access token or a session is required, and not both.');
  }
  const { pool, user, at } =
    token === undefined
      ? await openMfaSession(state, { token: Session ?? '', stage: 'mfaSetup' })
      : { ...(await bearerOf(state, token)), at: undefined };
  refuseDisabled(pool);
  return { pool, user, at };
};

/** Who knows the password alone sets up the first app, and never replaces one. */
const refuseReplacing = (user: User, at: Setup['at']): void => {
  if (at && user.totp?.enabled) throw notAuthorized('Invalid session for the user.');
};

/** Gives a new secret. The app in use stays until the new one has proved itself. */
export const associateSoftwareToken = (state: CognitoState): Operation =>
  cognitoOperation(Caller, async (input) => {
    const { pool, user, at } = await setupOf(state, input);
    const pending = newTotpSecret(state.engine.random);
    await changeUser(state, { poolId: pool.id, name: user.sub }, (before) => {
      refuseReplacing(before, at);
      return { ...before, totp: { ...(before.totp ?? noTotp), pending } };
    });
    return { SecretCode: pending, ...(at && { Session: await at('mfaSetup') }) };
  });

const VerifyInput = Caller.extend({
  UserCode: z
    .string()
    .length(6)
    .regex(/^[0-9]+$/),
  FriendlyDeviceName: z.string().max(131_072).optional(),
});

const setUp = (user: User, code: string, now: number) => {
  const { pending, ...totp } = user.totp ?? noTotp;
  if (pending === undefined) throw invalidParameter('User has not set up software token mfa');
  const step = stepOf(pending, code, now);
  if (step !== undefined) return { ...totp, secret: pending, lastStep: step };
  throw new AwsError(
    'EnableSoftwareTokenMFAException',
    'Code mismatch and fail enable Software Token MFA',
  );
};

/**
 * The app is proved by a code of it, which signs in nobody then. Only who was asked by MFA_SETUP has the
 * second factor turned on by it; others do that by SetUserMFAPreference.
 */
export const verifySoftwareToken = (state: CognitoState): Operation =>
  cognitoOperation(VerifyInput, async ({ UserCode, FriendlyDeviceName, ...caller }) => {
    const { pool, user, at } = await setupOf(state, caller);
    const now = state.engine.clock.now();
    await changeUser(state, { poolId: pool.id, name: user.sub }, (before) => {
      refuseReplacing(before, at);
      const totp = setUp(before, UserCode, now);
      const enabled = totp.enabled || at !== undefined;
      return { ...before, totp: { ...totp, enabled, device: FriendlyDeviceName } };
    });
    return { Status: 'SUCCESS', ...(at && { Session: await at('mfaReady') }) };
  });
