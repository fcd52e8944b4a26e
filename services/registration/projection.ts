import type { z } from 'zod';
import type { EventDefinition } from '#events/defineEvent.ts';
import { UserCreated, UserCreationFailed } from '#events/schemas/identity.ts';
import { TenantProvisioned, TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { TransientError } from '#shared/errors.ts';
import { type Consumer, on } from '#shared/onEvents.ts';
import type { FactName, Registration } from './registration.ts';

/** One event as it changes a registration: newer than the last of its kind, or without effect. */
export type Fact = {
  registrationId: string;
  name: FactName;
  eventId: string;
  /** The TenantRegistered behind it. A fact of another one is none of this registration's. */
  registeredEventId?: string | undefined;
  /** What the newest fact of this kind says. */
  latest: Partial<Registration>;
  /** What holds from the first event that says it. */
  first: Partial<Registration>;
};

export type ProjectionPorts = {
  record(fact: Fact): Promise<void>;
  /** Takes the name for the registration unless it has failed; answers who else holds the name. */
  holdName(registrationId: string): Promise<'settled' | 'heldByAnother'>;
  /** Gives the name back if the registration has failed. */
  releaseName(registrationId: string): Promise<void>;
};

type DetailOf<Shape extends z.ZodRawShape> = z.infer<EventDefinition<Shape>['detail']>;

const registered = ({ metadata, data }: DetailOf<typeof TenantRegistered.data.shape>): Fact => {
  const { registrationId, ...signUp } = data;
  const registeredEventId = metadata.eventId;
  return {
    registrationId,
    name: 'announcedEventId',
    eventId: metadata.eventId,
    registeredEventId,
    latest: {},
    first: { ...signUp, registrationId, registeredEventId, registeredAt: metadata.occurredAt },
  };
};

const provisioned = ({ metadata, data }: DetailOf<typeof TenantProvisioned.data.shape>): Fact => {
  const { tenantId, tenantName, tier, adminEmail, ...placement } = data;
  return {
    registrationId: metadata.correlationId,
    name: 'provisionedEventId',
    eventId: metadata.eventId,
    registeredEventId: metadata.causationId,
    latest: placement,
    first: { tenantId, tenantName, tier, adminEmail, registrationId: metadata.correlationId },
  };
};

const failed = ({ metadata, data }: DetailOf<typeof TenantProvisioningFailed.data.shape>): Fact => {
  const { failedStep, error, compensated, stuck, tenantId, registrationId } = data;
  return {
    registrationId,
    name: 'failedEventId',
    eventId: metadata.eventId,
    registeredEventId: metadata.causationId,
    latest: { failure: { failedStep, error, compensated, stuck } },
    first: { tenantId, registrationId },
  };
};

/** What each event means for the registration that it belongs to. */
export const projection = (ports: ProjectionPorts): readonly Consumer[] => [
  on(TenantRegistered, async (detail) => {
    await ports.record(registered(detail));
    await ports.holdName(detail.data.registrationId);
  }),
  on(TenantProvisioned, async (detail) => {
    await ports.record(provisioned(detail));
    const held = await ports.holdName(detail.metadata.correlationId);
    // Claims let one tenant have a name: whoever else holds it is about to fail, and gives it back.
    if (held === 'heldByAnother') throw new TransientError('the name is not given back yet');
  }),
  on(TenantProvisioningFailed, async (detail) => {
    await ports.record(failed(detail));
    await ports.releaseName(detail.data.registrationId);
  }),
  on(UserCreated, async ({ metadata, data }) => {
    if (data.role !== 'TenantAdmin') return;
    await ports.record({
      registrationId: metadata.correlationId,
      name: 'adminCreatedEventId',
      eventId: metadata.eventId,
      latest: {},
      first: { tenantId: data.tenantId, registrationId: metadata.correlationId },
    });
  }),
  on(UserCreationFailed, async ({ metadata, data }) => {
    if (data.role !== 'TenantAdmin') return;
    const failure = { failedStep: 'CreateTenantAdmin', error: data.error };
    await ports.record({
      registrationId: metadata.correlationId,
      name: 'adminFailedEventId',
      eventId: metadata.eventId,
      latest: { adminFailure: { ...failure, compensated: false, stuck: [] } },
      first: { tenantId: data.tenantId, registrationId: metadata.correlationId },
    });
  }),
];
