import { decodeTime, isValid } from 'ulid';
import type { Detail } from '#events/defineEvent.ts';
import { derivedEventId, timeOf } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { RegistrationRefused } from '#events/schemas/provisioning.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { logger } from '#shared/logger.ts';
import type { TierSettings } from '../provisioningEnv.ts';
import type { SagaStart } from '../saga/sagaState.ts';
import { type AdmissionPorts, contentOf, refusedFor } from './admitRegistration.ts';
import { claimOf } from './claimTenant.ts';

export type StartPorts = AdmissionPorts & {
  tiers(): Promise<TierSettings>;
  /** Starts the saga under this name; false when the name was used before. */
  start(name: string, input: SagaStart): Promise<boolean>;
  publish: Publish;
};

type Registered = Detail<typeof TenantRegistered>;

/** Registrations with a ULID for an id are the sign-up form's: a partner that names one names another's. */
const mayHaveId = ({
  source,
  registrationId,
}: {
  source: string;
  registrationId: string;
}): boolean => source === TenantRegistered.source || !isValid(registrationId);

/** Says the same however often it runs: its id and time follow from the event that it refuses. */
const tellRefusal = async (
  publish: Publish,
  { metadata, data }: Registered,
  refusal: { source: string; reason: string; message: string },
): Promise<void> => {
  const { registrationId, tenantId } = data;
  const at = new Date(decodeTime(metadata.eventId) + 1);
  const eventId = derivedEventId(at, metadata.eventId, RegistrationRefused.type);
  await publish(
    RegistrationRefused,
    {
      eventId,
      occurredAt: timeOf(eventId),
      tenantId,
      correlationId: metadata.correlationId,
      causationId: metadata.eventId,
    },
    { registrationId, tenantId, ...refusal },
  );
};

/**
 * One execution per registration, named by its TenantRegistered. What the registration names is claimed
 * first: one that claims what is another's is refused, and starts nothing. A duplicate starts nothing
 * either, however late it comes.
 */
export const startOnboarding =
  (ports: StartPorts) =>
  async (detail: Registered, { source = '' }: { source?: string | undefined }): Promise<void> => {
    const { registrationId, tenantId, tenantName, adminEmail, tier } = detail.data;
    const { deployment } = (await ports.tiers())[tier];
    const { eventId } = detail.metadata;
    const saga = { eventId, registrationId, tenantId, tenantName, adminEmail, tier, deployment };
    const application = { registrationId, source, content: contentOf(detail.data) };
    const admission = mayHaveId(application)
      ? await ports.admit({ ...application, claim: claimOf(saga) })
      : refusedFor('RegistrationIdInUse');
    switch (admission.kind) {
      case 'admitted':
        await ports.start(eventId, { ...saga, replay: 0 });
        await ports.markStarted(registrationId);
        return;
      case 'repeated':
        logger.info('nothing to start: the registration has begun before', { registrationId });
        return;
      case 'refused': {
        const { reason, message } = admission;
        await tellRefusal(ports.publish, detail, { source, reason, message });
      }
    }
  };
