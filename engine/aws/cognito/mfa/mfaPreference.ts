import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { invalidParameter, notCovered } from '../errors.ts';
import { Username, UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import type { CognitoState } from '../state.ts';
import { AccessToken, bearerOf } from '../tokens/bearer.ts';
import { changeUser, type UserAddress } from '../users/changeUser.ts';
import type { User } from '../users/user.ts';

const Settings = z.strictObject({
  Enabled: z.boolean().default(false),
  PreferredMfa: z.boolean().default(false),
});

const Preference = z.strictObject({
  SoftwareTokenMfaSettings: Settings.optional(),
  SMSMfaSettings: Settings.optional(),
  EmailMfaSettings: Settings.optional(),
});
type Preference = z.infer<typeof Preference>;

const refuseUncovered = ({ SMSMfaSettings, EmailMfaSettings }: Preference): void => {
  if (SMSMfaSettings?.Enabled) throw notCovered('SMSMfaSettings');
  if (EmailMfaSettings?.Enabled) throw notCovered('EmailMfaSettings');
};

const preferring = (user: User, { Enabled, PreferredMfa }: z.infer<typeof Settings>): User => {
  if (PreferredMfa && !Enabled) {
    throw invalidParameter('A factor that is not enabled cannot be the preferred one.');
  }
  if (!user.totp) {
    if (Enabled) throw invalidParameter('User has not set up software token mfa');
    return user;
  }
  if (Enabled && user.totp.secret === undefined) {
    throw invalidParameter('User has not verified software token mfa');
  }
  return { ...user, totp: { ...user.totp, enabled: Enabled, preferred: PreferredMfa } };
};

const prefer = async (
  state: CognitoState,
  address: UserAddress,
  preference: Preference,
): Promise<void> => {
  refuseUncovered(preference);
  const wanted = preference.SoftwareTokenMfaSettings;
  if (wanted) await changeUser(state, address, (user) => preferring(user, wanted));
};

/** What a user wants of their own second factor. */
export const setUserMfaPreference = (state: CognitoState): Operation =>
  cognitoOperation(Preference.extend({ AccessToken }), async ({ AccessToken: token, ...input }) => {
    const { user } = await bearerOf(state, token);
    await prefer(state, { poolId: user.poolId, name: user.sub }, input);
    return {};
  });

/** The same by an administrator: turned off, it lets a user who lost the app sign in, or set up another. */
export const adminSetUserMfaPreference = (state: CognitoState): Operation =>
  cognitoOperation(
    Preference.extend({ UserPoolId, Username }),
    async ({ UserPoolId: poolId, Username: name, ...input }) => {
      await prefer(state, { poolId, name }, input);
      return {};
    },
  );
