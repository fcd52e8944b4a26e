import { z } from 'zod';
import { defineEvent } from '../defineEvent.ts';
import { EmailAddress, TenantId, TenantName, Tier } from '../fields.ts';

/** What a sign-up gives: the body of `POST /registrations`, and the heart of TenantRegistered. */
export const signUpFields = {
  tenantName: TenantName,
  adminEmail: EmailAddress,
  tier: Tier,
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number, e.g. +4915112345678')
    .optional()
    .describe('A telephone number in E.164, where the tenant gave one.'),
  address: z
    .string()
    .trim()
    .min(1)
    .max(500, 'must be at most 500 characters')
    .optional()
    .describe('A postal address, where the tenant gave one.'),
};

/** What begins an onboarding: a sign-up of our own, or of a partner's. */
const named = { type: 'TenantRegistered', fromPartners: true, uncaused: true } as const;

/** A tenant signed up; nothing has been provisioned yet. */
export const TenantRegistered = defineEvent(named, 'registration', {
  registrationId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')
    .describe("The sign-up's id: what `GET /registrations/{registrationId}` asks for."),
  tenantId: TenantId,
  ...signUpFields,
});
