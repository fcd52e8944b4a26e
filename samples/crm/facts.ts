import type { z } from 'zod';
import type { EventDefinition, Metadata } from '#events/defineEvent.ts';
import { UserCreated, UserCreationFailed } from '#events/schemas/identity.ts';
import {
  TenantOffboarded,
  TenantOffboardingCancelled,
  TenantOffboardingScheduled,
} from '#events/schemas/offboarding.ts';
import {
  RegistrationRefused,
  TenantProvisioned,
  TenantProvisioningFailed,
} from '#events/schemas/provisioning.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { TenantActivated, TenantDeactivated } from '#events/schemas/tenantStatus.ts';

/** The entry of a tenant as a whole. */
export const TENANT = 'tenant';

/** The status of a tenant that has left: nothing else comes after it. */
export const LEFT = 'left';

/** What one event says of a contact, or of a tenant as a whole. */
export type Fact = {
  tenantId: string;
  /** `lead#<eventId of the TenantRegistered>`, `contact#<e-mail address>`, or `tenant`. */
  entry: string;
  /**
   * Who they are, how it went, whether they are suspended, or whether they have given notice: the newest event of each
   * kind counts, whatever comes first.
   */
  about: 'registration' | 'outcome' | 'standing' | 'notice';
  sequence: number;
  fields: Readonly<Record<string, string>>;
};

type Told = Pick<Fact, 'entry' | 'about' | 'fields'>;

const told = <Shape extends z.ZodRawShape>(
  event: EventDefinition<Shape>,
  tell: (data: z.infer<EventDefinition<Shape>['detail']>['data'], metadata: Metadata) => Told,
) => ({
  event,
  read(detail: unknown): Fact {
    const { metadata, data } = event.detail.parse(detail);
    const { tenantId, sequence } = metadata;
    return { tenantId, sequence, ...tell(data, metadata) };
  },
});

const contact = (email: string): string => `contact#${email}`;

/** One a sign-up, and not one a tenant: a sign-up that names another's tenant says nothing of that one. */
const lead = (registeredEventId: string | undefined): string => `lead#${registeredEventId}`;

const readers = [
  told(TenantRegistered, ({ adminEmail: email, tenantName, tier }, { eventId }) => ({
    entry: lead(eventId),
    about: 'registration',
    fields: { tenantName, tier, email },
  })),
  told(RegistrationRefused, ({ reason }, { causationId }) => ({
    entry: lead(causationId),
    about: 'outcome',
    fields: { status: 'refused', reason },
  })),
  told(UserCreated, ({ email, userId, role }) => ({
    entry: contact(email),
    about: 'outcome',
    fields: { status: 'active', userId, role },
  })),
  told(UserCreationFailed, ({ email, error }) => ({
    entry: contact(email),
    about: 'outcome',
    fields: { status: 'failed', reason: error.message },
  })),
  told(TenantProvisioned, ({ deployment }) => ({
    entry: TENANT,
    about: 'outcome',
    fields: { status: 'active', deployment },
  })),
  told(TenantProvisioningFailed, ({ failedStep, error }) => ({
    entry: TENANT,
    about: 'outcome',
    fields: { status: 'failed', failedStep, reason: error.message },
  })),
  told(TenantDeactivated, ({ reason }) => ({
    entry: TENANT,
    about: 'standing',
    fields: { status: 'suspended', reason },
  })),
  told(TenantActivated, () => ({
    entry: TENANT,
    about: 'standing',
    fields: { status: 'active' },
  })),
  told(TenantOffboardingScheduled, ({ eraseAt }) => ({
    entry: TENANT,
    about: 'notice',
    fields: { status: 'leaving', eraseAt },
  })),
  told(TenantOffboardingCancelled, () => ({
    entry: TENANT,
    about: 'notice',
    fields: { status: 'withdrawn' },
  })),
  told(TenantOffboarded, () => ({
    entry: TENANT,
    about: 'outcome',
    fields: { status: LEFT },
  })),
];

/** The events that the CRM follows. */
export const followed = readers.map(({ event }) => event);

/** Reads an event from the bus. Throws for one that breaks its schema or is not followed. */
export const factOf = (type: string, detail: unknown): Fact => {
  const reader = readers.find(({ event }) => event.type === type);
  if (reader) return reader.read(detail);
  throw new Error(`the CRM does not follow ${type}`);
};
