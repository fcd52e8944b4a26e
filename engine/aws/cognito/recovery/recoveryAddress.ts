import { z } from 'zod';
import { invalidParameter, notAuthorized, notCovered } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';

const Mechanism = z.enum(['verified_email', 'verified_phone_number', 'admin_only']);
type Mechanism = z.infer<typeof Mechanism>;

/** The attribute that says that a user can be reached so. */
const PROOF: Record<Mechanism, string> = {
  verified_email: 'email_verified',
  verified_phone_number: 'phone_number_verified',
  admin_only: '',
};

const Setting = z.object({
  RecoveryMechanisms: z.array(z.object({ Priority: z.number(), Name: Mechanism })),
});

/** What pools without AccountRecoverySetting do. */
const LEGACY: readonly Mechanism[] = ['verified_phone_number', 'verified_email'];

const mechanisms = ({ settings }: Pool): readonly Mechanism[] => {
  const { data } = Setting.safeParse(settings.AccountRecoverySetting);
  const listed = data?.RecoveryMechanisms.toSorted((a, b) => a.Priority - b.Priority);
  return listed?.map(({ Name }) => Name) ?? LEGACY;
};

/** Refuses everybody, known or not, where only an administrator gives new passwords. */
export const refuseAdminOnly = (pool: Pool): void => {
  if (mechanisms(pool).includes('admin_only')) {
    throw notAuthorized('Contact administrator to reset password.');
  }
};

/** The verified e-mail address that a user's code goes to; undefined when there is none. */
export const recoveryAddress = (pool: Pool, { attributes }: User): string | undefined => {
  const usable = mechanisms(pool).find((name) => attributes[PROOF[name]] === 'true');
  if (usable === 'verified_phone_number') throw notCovered('password recovery by SMS');
  return usable && attributes['email'];
};

/** The same, or Cognito's refusal. */
export const requireRecoveryAddress = (pool: Pool, user: User): string => {
  const email = recoveryAddress(pool, user);
  if (email !== undefined) return email;
  throw invalidParameter(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  );
};
