import { timeOf } from '#events/eventId.ts';
import type { OnboardingInput } from './onboardingInput.ts';

/** Where the event with this id, which tells the outcome of an onboarding, comes from. */
export const provenanceOf = (input: OnboardingInput, eventId: string) => ({
  eventId,
  occurredAt: timeOf(eventId),
  tenantId: input.tenantId,
  correlationId: input.registrationId,
  causationId: input.eventId,
});
