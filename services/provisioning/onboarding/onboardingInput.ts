import * as z from 'zod';
import { Deployment, EmailAddress, TenantId, TenantName, Tier } from '#events/fields.ts';
import { profileFields } from '#events/schemas/registration.ts';
import type { ResultsOf, SagaStep, TaskPosition } from '../saga/defineSaga.ts';

/** What an onboarding is about: the same in every run of it. */
export const OnboardingInput = z.object({
  /** The TenantRegistered behind it: its cause, and the owner of all that it claims. */
  eventId: z.string(),
  registrationId: z.string(),
  tenantId: TenantId,
  tenantName: TenantName,
  adminEmail: EmailAddress,
  tier: Tier,
  deployment: Deployment,
  ...profileFields,
});
export type OnboardingInput = z.infer<typeof OnboardingInput>;

/** What a step is given that reads the results of these steps. */
export type StepInput<Step extends SagaStep = never> = OnboardingInput &
  TaskPosition & { results: ResultsOf<Step> };
