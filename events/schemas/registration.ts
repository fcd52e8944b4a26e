import * as z from 'zod';
import { defineEvent } from '../defineEvent.ts';
import { exampleTenant } from '../exampleTenant.ts';
import { AnyTier, EmailAddress, TenantId, TenantName, Tier } from '../fields.ts';
import { PostalAddress } from '../postalAddress.ts';

/**
 * What a sign-up says of the tenant beside its name, admin and tier. It goes from the form by TenantRegistered
 * and the saga to the tenant's route, and from there to `GET /tenants/{tenantId}`. All of it is optional:
 * sagas and routes that are older than a field lack it.
 */
export const profileFields = {
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number, e.g. +4915112345678')
    .optional()
    .describe('A telephone number in E.164, where the tenant gave one.'),
  phoneExtension: z
    .string()
    .regex(/^\d{1,11}$/, 'must be 1 to 11 digits')
    .optional()
    .describe('What to dial after the telephone number, where the tenant gave such.'),
  address: PostalAddress.optional().describe(
    'A postal address, where the tenant gave one; its lines end with a line feed.',
  ),
} satisfies Record<string, z.ZodOptional>;

/** The profile alone, of whatever bears it. */
export const Profile = z.object(profileFields);
export type Profile = z.infer<typeof Profile>;

/** What a sign-up gives: the body of `POST /registrations`, and the heart of TenantRegistered. */
export const signUpFields = {
  tenantName: TenantName,
  adminEmail: EmailAddress,
  tier: Tier,
  ...profileFields,
};

export const TenantRegistered = defineEvent({
  type: 'TenantRegistered',
  source: 'registration',
  fromPartners: true,
  uncaused: true,
  says: 'A tenant signed up; nothing has been provisioned yet.',
  when: 'Once for each sign-up, as soon as it is committed. A partner system may publish it too, by the same schema, as `partner.<name>`: `source` says who did.',
  means:
    'A lead, not a customer: one of TenantProvisioned, TenantProvisioningFailed and RegistrationRefused follows. Charge nothing for it.',
  data: {
    registrationId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')
      .describe("The sign-up's id: what `GET /registrations/{registrationId}` asks for."),
    tenantId: TenantId,
    ...signUpFields,
    tier: AnyTier,
  },
  example: {
    ...exampleTenant,
    tier: 'premium',
    phone: '+4915112345678',
    phoneExtension: '12',
    address: 'Hauptstr. 1, 10115 Berlin',
  },
});
