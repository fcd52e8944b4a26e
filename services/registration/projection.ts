import type { Detail } from '#events/defineEvent.ts';
import type { UserCreated, UserCreationFailed } from '#events/schemas/identity.ts';
import {
  FIRST_ADMIN,
  type RegistrationRefused,
  type TenantProvisioned,
  type TenantProvisioningFailed,
  type TenantQueued,
} from '#events/schemas/provisioning.ts';
import type { TenantRegistered } from '#events/schemas/registration.ts';
import { BEGINNING } from '#events/sequence.ts';
import { Contradicted, TransientError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { Consumers } from '#shared/onEvents.ts';
import {
  type ChangeTold,
  mustNotBeMade,
  mustNotStand,
  standingAfterChange,
  standingFor,
  standingOf,
} from '#shared/present.ts';
import type { StandingRoute, StatusChange } from '#shared/route.ts';
import type { projectEventsFunction } from './projectEvents.function.ts';
import { ADMISSION, type FactName, type Registration } from './registration.ts';
import type { Findable } from './searchTerms.ts';

/** One event as it changes a registration: newer than the last of its kind, or without effect. */
export type Fact = {
  registrationId: string;
  name: FactName;
  sequence: number;
  /** The TenantRegistered behind it. A fact of another one is none of this registration's. */
  registeredEventId?: string | undefined;
  /** What the newest fact of this kind says. */
  latest: Partial<Registration>;
  /** What holds from the first event that says it. */
  first: Partial<Registration>;
  /** Whether it tells whose the registration is: only the TenantRegistered that was admitted has outcomes. */
  settles: boolean;
};

/** What recording a fact has changed beside the registration's own state. */
export type Recorded = {
  /** The name of another sign-up under the same registration id, which was not admitted. */
  displacedName?: string | undefined;
};

export type ProjectionPorts = {
  record(fact: Fact): Promise<Recorded>;
  /** Takes the name for the registration unless it is over; answers who else holds the name. */
  holdName(registrationId: string): Promise<'settled' | 'heldByAnother'>;
  /** Gives back a name that the registration has no more. */
  dropName(registrationId: string, tenantName: string): Promise<void>;
  /** Gives the name back if the registration is over. */
  releaseName(registrationId: string): Promise<void>;
  /** Makes the registration one that operators find: by its address, too, unless its tenant has left. */
  makeFindable(registration: Findable): Promise<void>;
  /** The tenant's route, read consistently: what an event says must not contradict it. */
  routeOf(tenantId: string): Promise<StandingRoute | undefined>;
  /** The AWS Region of this deployment. */
  region: string;
};

const registered = ({ metadata, data }: Detail<typeof TenantRegistered>): Fact => {
  const { registrationId, ...signUp } = data;
  const registeredEventId = metadata.eventId;
  return {
    registrationId,
    name: 'announced',
    sequence: BEGINNING,
    registeredEventId,
    latest: {},
    first: { ...signUp, registrationId, registeredEventId, registeredAt: metadata.occurredAt },
    settles: false,
  };
};

const queued = ({ metadata, data }: Detail<typeof TenantQueued>): Fact => {
  const { registrationId, tenantId, startsAt, ahead } = data;
  const { sequence, causationId: registeredEventId, occurredAt: reservedAt } = metadata;
  return {
    registrationId,
    name: 'queued',
    sequence,
    registeredEventId,
    latest: { queue: { reservedAt, startsAt, ahead } },
    first: { tenantId, registrationId, ...(registeredEventId && { registeredEventId }) },
    settles: true,
  };
};

const provisioned = ({ metadata, data }: Detail<typeof TenantProvisioned>): Fact => {
  const { tenantId, tenantName, tier, adminEmail, ...placement } = data;
  const { correlationId: registrationId, causationId: registeredEventId } = metadata;
  const signUp = { tenantId, tenantName, tier, adminEmail };
  return {
    registrationId,
    name: 'provisioned',
    sequence: metadata.sequence,
    registeredEventId,
    latest: placement,
    first: { ...signUp, registrationId, ...(registeredEventId && { registeredEventId }) },
    settles: true,
  };
};

const failed = ({ metadata, data }: Detail<typeof TenantProvisioningFailed>): Fact => {
  const { failedStep, error, compensated, stuck, tenantId, registrationId } = data;
  const { sequence, causationId: registeredEventId } = metadata;
  return {
    registrationId,
    name: 'failed',
    sequence,
    registeredEventId,
    latest: { failure: { failedStep, error, compensated, stuck } },
    first: { tenantId, registrationId, ...(registeredEventId && { registeredEventId }) },
    settles: true,
  };
};

const refused = ({ metadata, data }: Detail<typeof RegistrationRefused>): Fact => {
  const { registrationId, tenantId, reason: name, message } = data;
  const { sequence, causationId: registeredEventId } = metadata;
  const error = { name, message };
  return {
    registrationId,
    name: 'failed',
    sequence,
    registeredEventId,
    latest: { failure: { failedStep: ADMISSION, error, compensated: true, stuck: [] } },
    first: { tenantId, registrationId, ...(registeredEventId && { registeredEventId }) },
    settles: true,
  };
};

const record = async (ports: ProjectionPorts, fact: Fact): Promise<void> => {
  const { displacedName } = await ports.record(fact);
  if (displacedName !== undefined) await ports.dropName(fact.registrationId, displacedName);
};

const fail = async (ports: ProjectionPorts, fact: Fact): Promise<void> => {
  await record(ports, fact);
  await ports.releaseName(fact.registrationId);
};

const provision = async (
  ports: ProjectionPorts,
  detail: Detail<typeof TenantProvisioned>,
): Promise<void> => {
  const { tenantId, region } = detail.data;
  const standing = standingOf(detail, await ports.routeOf(tenantId));
  if (standing !== 'standing') {
    logger.info('not recorded: the tenant was rolled back', { tenantId, standing });
    return;
  }
  if (region !== ports.region) throw new Contradicted(`tenant ${tenantId} is not in ${region}`);
  await record(ports, provisioned(detail));
  const held = await ports.holdName(detail.metadata.correlationId);
  // Claims let one tenant have a name: whoever else holds it is about to fail, and gives it back.
  if (held === 'heldByAnother') throw new TransientError('the name is not given back yet');
};

/** What is recorded of each change of how a tenant stands. */
const factOf = {
  inactive: 'deactivated',
  active: 'activated',
  leaving: 'leaving',
  staying: 'staying',
} as const satisfies Record<StatusChange['status'], FactName>;

/** Records a change of how the tenant stands. */
const recordStatus = async (
  ports: ProjectionPorts,
  detail: Detail<ChangeTold>,
  to: StatusChange['status'],
): Promise<void> => {
  const { tenantId } = detail.data;
  const standing = standingAfterChange(detail, to, await ports.routeOf(tenantId));
  if (standing !== 'standing') {
    logger.info('not recorded: the tenant is gone', { tenantId, standing });
    return;
  }
  const { correlationId: registrationId, sequence } = detail.metadata;
  const first = { tenantId, registrationId };
  const fact = { registrationId, name: factOf[to], sequence, first, settles: false };
  await record(ports, { ...fact, latest: {} });
};

type AboutAdmin = Pick<Fact, 'name' | 'latest'>;

/** Records what became of an admin of the tenant that stands. */
const recordAdmin = async (
  ports: ProjectionPorts,
  { metadata, data }: Detail<typeof UserCreated | typeof UserCreationFailed>,
  about: AboutAdmin,
): Promise<void> => {
  if (data.role !== 'TenantAdmin') return;
  const { tenantId } = data;
  const standing = standingFor(metadata, await ports.routeOf(tenantId));
  if (standing !== 'standing') {
    logger.info('not recorded: the tenant was rolled back', { tenantId, standing });
    return;
  }
  const { correlationId: registrationId, sequence } = metadata;
  const first = { tenantId, registrationId };
  await record(ports, { registrationId, sequence, first, settles: false, ...about });
};

/** What each event means for the registration that it belongs to. */
export const projection = (
  ports: ProjectionPorts,
): Consumers<Omit<(typeof projectEventsFunction)['consumes'], 'TenantOffboarded'>> => ({
  async TenantRegistered(detail) {
    await record(ports, registered(detail));
    await ports.holdName(detail.data.registrationId);
    await ports.makeFindable({ ...detail.data, registeredEventId: detail.metadata.eventId });
  },
  async RegistrationRefused(detail) {
    const { reason, tenantId } = detail.data;
    mustNotBeMade(detail, await ports.routeOf(tenantId));
    // The registration of that id is another's, and nothing was refused to that one.
    if (reason !== 'RegistrationIdInUse') await fail(ports, refused(detail));
  },
  TenantQueued: (detail) => record(ports, queued(detail)),
  TenantProvisioned: (detail) => provision(ports, detail),
  async TenantProvisioningFailed(detail) {
    mustNotStand(detail, await ports.routeOf(detail.data.tenantId));
    await fail(ports, failed(detail));
  },
  UserCreated: (detail) => recordAdmin(ports, detail, { name: 'adminCreated', latest: {} }),
  UserCreationFailed(detail) {
    const failure = { failedStep: FIRST_ADMIN, error: detail.data.error };
    const adminFailure = { ...failure, compensated: false, stuck: [] };
    return recordAdmin(ports, detail, { name: 'adminFailed', latest: { adminFailure } });
  },
  TenantDeactivated: (detail) => recordStatus(ports, detail, 'inactive'),
  TenantActivated: (detail) => recordStatus(ports, detail, 'active'),
  TenantOffboardingScheduled: (detail) => recordStatus(ports, detail, 'leaving'),
  TenantOffboardingCancelled: (detail) => recordStatus(ports, detail, 'staying'),
});
