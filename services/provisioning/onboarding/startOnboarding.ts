import { decodeTime, isValid } from 'ulid';
import type { Detail } from '#events/defineEvent.ts';
import { derivedEventId, timeOf } from '#events/eventId.ts';
import { type Deployment, Tier } from '#events/fields.ts';
import type { Publish } from '#events/publish.ts';
import { type Refusal, RegistrationRefused, TenantQueued } from '#events/schemas/provisioning.ts';
import { Profile, TenantRegistered } from '#events/schemas/registration.ts';
import { sequenceOf } from '#events/sequence.ts';
import { Contradicted, TransientError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import { objectionToSignUp } from '#shared/signUp/objectionToSignUp.ts';
import type { TierSettings } from '../provisioningEnv.ts';
import type { SagaStart } from '../saga/defineSaga.ts';
import { type Place, type Reserve, startTimeOf, waitOf } from '../saga/startTimes.ts';
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
  reserve: Reserve;
  publish: Publish;
  /** Whether its partner may order it. */
  partner(source: string, ordered: Ordered): Promise<PartnerAdmission>;
};

type Registered = Detail<typeof TenantRegistered>;

/** Registrations with a ULID for an id are the sign-up form's: a partner that names one names another's. */
const namesAnothers = ({ source, registrationId }: Application): boolean =>
  source !== TenantRegistered.source && isValid(registrationId);

/** What a tier means here. */
type Plan = { tier: Tier; deployment: Deployment };

/** The plan of this tier; undefined for one that this deployment does not have, or not yet. */
const findPlan = async ({ tiers }: StartPorts, ordered: string): Promise<Plan | undefined> => {
  const tier = Tier.safeParse(ordered).data;
  const setting = tier && (await tiers())[tier];
  return setting && { tier, deployment: setting.deployment };
};

/** Contradicted where there is no plan: the event is kept, and can be redriven once there is one. */
const requirePlan = (plan: Plan | undefined, tier: string): Plan => {
  if (plan) return plan;
  throw new Contradicted(`this deployment does not sell the tier ${tier}`);
};

/** Decides it once and for ever. TransientError for a partner that is over its rate. */
const decide = async (
  ports: StartPorts,
  application: Application,
  ordered: Ordered & { plan: Plan | undefined; objection: string | undefined },
): Promise<Admission> => {
  if (namesAnothers(application)) return refusedFor('RegistrationIdInUse');
  const before = await ports.decided(application);
  if (before) return before;
  const partner = await ports.partner(application.source, ordered);
  if (partner.kind === 'tooMany') throw new TransientError(partner.reason);
  if (partner.kind === 'refused') return ports.refuse(application, partner.reason);
  if (ordered.objection !== undefined) return ports.refuse(application, 'FieldNotAllowed');
  requirePlan(ordered.plan, ordered.tier);
  return ports.admit(application);
};

/** Says the same however often it runs: its id and time follow from the event that it refuses. */
const tellRefusal = async (
  publish: Publish,
  { metadata, data }: Registered,
  refusal: { source: string; reason: Refusal; message: string },
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
      sequence: sequenceOf(0, 'failed'),
      correlationId: metadata.correlationId,
      causationId: metadata.eventId,
    },
    { registrationId, tenantId, ...refusal },
  );
};

/** Waits that are shorter are over before somebody has read of them. */
const WORTH_TELLING_MS = 10_000;

/** Says the same however often it runs: its id and time are those of the place that is kept. */
const tellWait = async (
  publish: Publish,
  { metadata, data }: Registered,
  place: Place,
): Promise<void> => {
  if (waitOf(place) <= WORTH_TELLING_MS) return;
  const { registrationId, tenantId } = data;
  const { reservedAt, startsAt, ahead } = place;
  const eventId = derivedEventId(reservedAt, metadata.eventId, TenantQueued.type);
  const causationId = metadata.eventId;
  const sequence = sequenceOf(0, 'queued');
  const provenance = { tenantId, sequence, correlationId: registrationId, causationId };
  await publish(
    TenantQueued,
    { eventId, occurredAt: timeOf(eventId), ...provenance },
    { registrationId, tenantId, startsAt: startsAt.toISOString(), ahead },
  );
};

/** Starts the saga at the next free time, which an event that comes again does not change. */
const begin = async (ports: StartPorts, detail: Registered, plan: Plan): Promise<void> => {
  const { registrationId, tenantId, tenantName, adminEmail } = detail.data;
  const { eventId } = detail.metadata;
  const place = await ports.keepPlace(registrationId, await ports.reserve(plan.deployment));
  await ports.start(eventId, {
    eventId,
    registrationId,
    tenantId,
    tenantName,
    adminEmail,
    ...Profile.parse(detail.data),
    ...plan,
    replay: 0,
    ...startTimeOf(place),
  });
  await tellWait(ports.publish, detail, place);
  await ports.markStarted(registrationId);
};

/**
 * One execution per registration, named by its TenantRegistered. What the registration names is claimed
 * first: one that claims what is another's is refused, and starts nothing. A duplicate starts nothing
 * either, however late it comes.
 */
export const startOnboarding =
  (ports: StartPorts) =>
  async (detail: Registered, { source = '' }: { source?: string | undefined }): Promise<void> => {
    const { registrationId, tenantId, tenantName, tier } = detail.data;
    const plan = await findPlan(ports, tier);
    const { eventId } = detail.metadata;
    const claim = claimOf({ eventId, tenantId, tenantName });
    const application = { registrationId, source, content: contentOf(detail.data), claim };
    const objection = objectionToSignUp(detail.data);
    const ordered = { type: TenantRegistered.type, eventId, tier, plan, objection };
    const admission = await decide(ports, application, ordered);
    switch (admission.kind) {
      case 'admitted':
        return begin(ports, detail, requirePlan(plan, tier));
      case 'repeated':
        logger.info('nothing to start: the registration has begun before', { registrationId });
        return;
      case 'refused': {
        const { reason } = admission;
        const message =
          reason === 'FieldNotAllowed' && objection !== undefined ? objection : admission.message;
        await tellRefusal(ports.publish, detail, { source, reason, message });
      }
    }
  };
