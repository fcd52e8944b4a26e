import type { Metadata } from '#events/defineEvent.ts';
import { timeOf } from '#events/eventId.ts';
import type { OnboardingInput } from './onboardingInput.ts';

/** Where the event that tells the outcome of a saga comes from. */
export const provenanceOf = (
  input: Pick<OnboardingInput, 'tenantId' | 'registrationId' | 'eventId'>,
  { eventId, sequence }: Pick<Metadata, 'eventId' | 'sequence'>,
) => ({
  eventId,
  sequence,
  occurredAt: timeOf(eventId),
  tenantId: input.tenantId,
  correlationId: input.registrationId,
  causationId: input.eventId,
});
