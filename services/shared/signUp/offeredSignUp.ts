import * as z from 'zod';
import { EmailAddress, Tier } from '#events/fields.ts';
import { profileFields, signUpFields } from '#events/schemas/registration.ts';
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

/** How a tenant is to be reached from now on, as people write it. What is left out is known no more, but for the address. */
export const OfferedContact = z.strictObject({
  adminEmail: EmailAddress.optional(),
  ...profileFields,
  phone: OfferedPhone.optional(),
});

type Offered = {
  phone?: z.output<typeof OfferedPhone> | undefined;
  phoneExtension?: string | undefined;
};

/** The same in the form in which it is kept: an extension that stands behind the number has a field of its own. */
export const signUpOf = <Body extends Offered>({ phone, phoneExtension, ...offered }: Body) => {
  const extension = phoneExtension ?? phone?.extension;
  return {
    ...offered,
    ...(phone && { phone: phone.number }),
    ...(extension !== undefined && { phoneExtension: extension }),
  };
};

/** A sign-up in the form in which it is kept. */
export type KeptSignUp = ReturnType<typeof signUpOf<z.output<typeof OfferedSignUp>>>;
