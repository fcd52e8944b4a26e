import { decodeTime, isValid } from 'ulid';
import type { Detail } from '#events/defineEvent.ts';
import { derivedEventId, timeOf } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { RegistrationRefused } from '#events/schemas/provisioning.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { TransientError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { TierSettings } from '../provisioningEnv.ts';
import type { SagaStart } from '../saga/defineSaga.ts';
import {
  type Admission,
  type AdmissionPorts,
  type Application,
  contentOf,
  refusedFor,
} from './admitRegistration.ts';
import { claimOf } from './claimTenant.ts';
import type { OnboardingInput } from './onboardingInput.ts';
import type { Ordered, PartnerAdmission } from './partners.ts';

export type StartPorts = AdmissionPorts & {
  tiers(): Promise<TierSettings>;
  /** Starts the saga under this name; false when the name was used before. */
  start(name: string, input: SagaStart<OnboardingInput>): Promise<boolean>;
  publish: Publish;
  /** Whether its partner may order it. */
  partner(source: string, ordered: Ordered): Promise<PartnerAdmission>;
};

type Registered = Detail<typeof TenantRegistered>;

/** Registrations with a ULID for an id are the sign-up form's: a partner that names one names another's. */
const namesAnothers = ({ source, registrationId }: Application): boolean =>
  source !== TenantRegistered.source && isValid(registrationId);

/** Decides it once and for ever. TransientError for a partner that is over its rate. */
const decide = async (
  ports: StartPorts,
  application: Application,
  ordered: Ordered,
): Promise<Admission> => {
  if (namesAnothers(application)) return refusedFor('RegistrationIdInUse');
  const before = await ports.decided(application);
  if (before) return before;
  const partner = await ports.partner(application.source, ordered);
  if (partner.kind === 'tooMany') throw new TransientError(partner.reason);
  return partner.kind === 'refused'
    ? ports.refuse(application, partner.reason)
    : ports.admit(application);
};

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
    const content = contentOf(detail.data);
    const application = { registrationId, source, content, claim: claimOf(saga) };
    const ordered = { type: TenantRegistered.type, eventId, tier };
    const admission = await decide(ports, application, ordered);
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
