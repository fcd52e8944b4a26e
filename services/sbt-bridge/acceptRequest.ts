import { byPartner } from '#events/defineEvent.ts';
import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { BEGINNING } from '#events/sequence.ts';
import { logger } from '#shared/logger.ts';
import { type OnboardingRequest, registrationIdOf, SBT_PARTNER } from './sbtEvents.ts';
import type { SbtRegistration } from './sbtRegistrationTable.ts';

export type AcceptPorts = {
  /** Keeps the registration unless there is one; answers the one that is there then. */
  keep(registration: SbtRegistration): Promise<SbtRegistration>;
  publish: Publish;
  /** Tells once more what is known of a registration by now. */
  repeat(registrationId: string): Promise<void>;
};

/** The SBT event that brought a request: its own id, and its time in ISO 8601. */
export type Occasion = { id: string; time: string };

const registrationOf = (request: OnboardingRequest, { id, time }: Occasion): SbtRegistration => {
  const at = new Date(time);
  const registrationId = registrationIdOf(request);
  const { tenantRegistrationId, tenantId: sbtTenantId, tenantName, email, tier } = request;
  return {
    registrationId,
    tenantId: `t${derivedEventId(at, registrationId, 'tenantId').toLowerCase()}`,
    registeredEventId: derivedEventId(at, registrationId, TenantRegistered.type),
    registeredAt: at.toISOString(),
    tenantRegistrationId,
    sbtTenantId,
    tenantName,
    email,
    tier,
    askedBy: id,
  };
};

/**
 * Registers a tenant that SBT asks for. Asked again for the same registration, in whatever words, it publishes
 * the same event, which starts nothing a second time, and tells once more what came of it.
 */
export const acceptRequest =
  ({ keep, publish, repeat }: AcceptPorts) =>
  async (request: OnboardingRequest, occasion: Occasion): Promise<void> => {
    const kept = await keep(registrationOf(request, occasion));
    const { registrationId, tenantId, tenantName, email: adminEmail, tier, askedBy } = kept;
    const provenance = {
      eventId: kept.registeredEventId,
      occurredAt: kept.registeredAt,
      tenantId,
      sequence: BEGINNING,
      correlationId: registrationId,
      causationId: askedBy,
    };
    const data = { registrationId, tenantId, tenantName, adminEmail, tier };
    await publish(byPartner(SBT_PARTNER, TenantRegistered), provenance, data);
    if (askedBy === occasion.id) return;
    logger.info('SBT asks again for a registration', { registrationId });
    await repeat(registrationId);
  };
