import * as z from 'zod';
import { EmailAddress, TenantName, Tier } from '#events/fields.ts';

/** How SaaS Builder Toolkit asks for a tenant: what a rule on its bus matches. */
export const onboardingRequests = {
  source: ['sbt.control.plane'],
  detailType: ['sbt_aws_onboardingRequest'],
};

/** The bridge is a partner of this name: what SBT asks for is no sign-up of our own. */
export const SBT_PARTNER = 'sbt';

/** Who answers SBT, and under which names. */
export const SBT_SOURCE = 'sbt.application.plane';
export const AnswerType = z.enum(['sbt_aws_provisionSuccess', 'sbt_aws_provisionFailure']);
export type AnswerType = z.infer<typeof AnswerType>;

/** SBT's own id of a registration, of which ours is made. */
export const SbtRegistrationId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,60}$/, 'must be 1 to 60 letters, digits, "_" or "-"');

/**
 * The registration and tenant data of an SBT control plane, in one object. SBT itself checks neither;
 * its tiers are free text, so they are ours in any case of letters.
 */
export const OnboardingRequest = z.object({
  tenantId: z.string().min(1).max(64),
  tenantRegistrationId: SbtRegistrationId,
  tenantName: TenantName,
  email: EmailAddress,
  tier: z.string().trim().toLowerCase().pipe(Tier),
});
export type OnboardingRequest = z.infer<typeof OnboardingRequest>;

/** As much of a request as an answer needs. */
export const Answerable = z.object({
  tenantRegistrationId: z.string().min(1),
  tenantId: z.string().optional(),
});

/** What SBT writes into its tables: all values are text, and names no DynamoDB keyword. */
export const Answer = z.object({
  tenantRegistrationId: z.string(),
  jobOutput: z.object({
    tenantData: z.record(z.string(), z.string()),
    tenantRegistrationData: z.object({ registrationStatus: z.string() }),
  }),
});
export type Answer = z.infer<typeof Answer>;

/** Tenants that SBT asked for have registrations of this beginning; sign-ups have ULIDs. */
export const REGISTRATION_PREFIX = 'sbt-';

/** Our id of a registration of SBT's. */
export const registrationIdOf = ({
  tenantRegistrationId,
}: Pick<OnboardingRequest, 'tenantRegistrationId'>): string =>
  `${REGISTRATION_PREFIX}${tenantRegistrationId}`;
