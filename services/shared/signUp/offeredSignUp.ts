import * as z from 'zod';
import { Tier } from '#events/fields.ts';
import { signUpFields } from '#events/schemas/registration.ts';
import { OfferedName } from './offeredName.ts';
import { OfferedPhone } from './offeredPhone.ts';

/** A tier that we sell, in any case of letters. */
export const OfferedTier = z.preprocess(
  (tier) => (typeof tier === 'string' ? tier.trim().toLowerCase() : tier),
  Tier,
);

/** The body of a sign-up: its fields as people write them. */
export const OfferedSignUp = z.strictObject({
  ...signUpFields,
  tenantName: OfferedName,
  tier: OfferedTier,
  phone: OfferedPhone.optional(),
});

/** The same in the form in which it is kept: an extension that stands behind the number has a field of its own. */
export const signUpOf = ({ phone, phoneExtension, ...offered }: z.output<typeof OfferedSignUp>) => {
  const extension = phoneExtension ?? phone?.extension;
  return {
    ...offered,
    ...(phone && { phone: phone.number }),
    ...(extension !== undefined && { phoneExtension: extension }),
  };
};
