import { byPartner } from '#events/defineEvent.ts';
import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { BEGINNING } from '#events/sequence.ts';
import { type OnboardingRequest, REGISTRATION_PREFIX, SBT_PARTNER } from './sbtEvents.ts';
import type { SbtRegistration } from './sbtRegistrationTable.ts';

export type AcceptPorts = {
  /** Keeps the registration unless there is one; answers the one that is there then. */
  keep(registration: SbtRegistration): Promise<SbtRegistration>;
  publish: Publish;
};

/** The SBT event that brought a request: its own id, and its time in ISO 8601. */
export type Occasion = { id: string; time: string };

const registrationOf = (request: OnboardingRequest, time: string): SbtRegistration => {
  const at = new Date(time);
  const registrationId = `${REGISTRATION_PREFIX}${request.tenantRegistrationId}`;
  return {
    registrationId,
    tenantId: `t${derivedEventId(at, registrationId, 'tenantId').toLowerCase()}`,
    registeredEventId: derivedEventId(at, registrationId, TenantRegistered.type),
    registeredAt: at.toISOString(),
    tenantRegistrationId: request.tenantRegistrationId,
    sbtTenantId: request.tenantId,
  };
};

/**
 * Registers a tenant that SBT asks for. Asked again for the same registration, it publishes the same
 * event with the same ids, which starts nothing a second time.
 */
export const acceptRequest =
  ({ keep, publish }: AcceptPorts) =>
  async (request: OnboardingRequest, { id, time }: Occasion): Promise<void> => {
    const kept = await keep(registrationOf(request, time));
    const { registrationId, tenantId } = kept;
    const provenance = {
      eventId: kept.registeredEventId,
      occurredAt: kept.registeredAt,
      tenantId,
      sequence: BEGINNING,
      correlationId: registrationId,
      causationId: id,
    };
    const { tenantName, email: adminEmail, tier } = request;
    const data = { registrationId, tenantId, tenantName, adminEmail, tier };
    await publish(byPartner(SBT_PARTNER, TenantRegistered), provenance, data);
  };
