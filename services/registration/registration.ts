import * as z from 'zod';
import { AnyDeployment, AnyTier, TenantId } from '#events/fields.ts';
import { signUpFields } from '#events/schemas/registration.ts';

/** A sign-up as it is committed, before anybody else knows of it. */
export const NewRegistration = z.object({
  registrationId: z.string(),
  tenantId: TenantId,
  ...signUpFields,
  /** The eventId of its TenantRegistered. */
  registeredEventId: z.string(),
  registeredAt: z.iso.datetime(),
});
export type NewRegistration = z.infer<typeof NewRegistration>;

/** What the projection has heard of a registration: by each, the sequence of the newest event that said so. */
export const factNames = [
  'announced',
  'provisioned',
  'failed',
  'adminCreated',
  'adminFailed',
  'queued',
  'deactivated',
  'activated',
  'leaving',
  'staying',
  'offboarded',
] as const;
export type FactName = (typeof factNames)[number];

const Sequence = z.int().optional();

/** The `failedStep` of a registration that was refused before its saga began: its words are ours. */
export const ADMISSION = 'Admission';

/** Why a registration is not active; `failedStep` is the saga's. */
export const Failure = z.object({
  failedStep: z.string(),
  error: z.object({ name: z.string(), message: z.string() }),
  compensated: z.boolean(),
  stuck: z.array(z.string()),
});
export type Failure = z.infer<typeof Failure>;

/** Its place in the queue of onboardings, as it was when it was given. */
export const Queue = z.object({
  reservedAt: z.iso.datetime(),
  startsAt: z.iso.datetime(),
  ahead: z.int(),
});
export type Queue = z.infer<typeof Queue>;

/**
 * What is known of a registration. Events may come in any order and a partner's registration starts
 * with an event, so only the id is sure.
 */
export const Registration = NewRegistration.partial().extend({
  registrationId: z.string(),
  announced: Sequence,
  queued: Sequence,
  provisioned: Sequence,
  failed: Sequence,
  adminCreated: Sequence,
  adminFailed: Sequence,
  deactivated: Sequence,
  activated: Sequence,
  leaving: Sequence,
  staying: Sequence,
  offboarded: Sequence,
  queue: Queue.optional(),
  failure: Failure.optional(),
  adminFailure: Failure.optional(),
  tier: AnyTier.optional(),
  deployment: AnyDeployment.optional(),
  userPoolId: z.string().optional(),
  appClientId: z.string().optional(),
  region: z.string().optional(),
});
export type Registration = z.infer<typeof Registration>;

/** `unconfirmed` is none of a registration: that is what becomes of a sign-up. `queued` is over by itself. */
export const Status = z.enum([
  'unconfirmed',
  'registered',
  'queued',
  'provisioning',
  'provisioned',
  'active',
  'suspended',
  'leaving',
  'offboarded',
  'failed',
]);
export type Status = z.infer<typeof Status>;

/** What stays of the registration of a tenant that has left: nothing of a person. */
export const keptOfLeft = [
  'registrationId',
  'tenantId',
  'tenantName',
  'tier',
  'registeredEventId',
  'registeredAt',
  'announced',
  'offboarded',
  'settled',
] as const;

const isLater = (sequence: number | undefined, than: number | undefined): boolean =>
  sequence !== undefined && (than === undefined || sequence > than);

/** The status of a registration that has become a tenant. */
const statusOfMade = (registration: Registration) => {
  const { provisioned, adminCreated, deactivated, activated, leaving, staying } = registration;
  const isNow = (is: number | undefined, isNot: number | undefined) =>
    isLater(is, isNot) && isLater(is, provisioned);
  if (isNow(deactivated, activated)) return 'suspended';
  if (isNow(leaving, staying)) return 'leaving';
  return isLater(adminCreated, provisioned) ? 'active' : 'provisioned';
};

/** The status that the facts add up to; the order in which they came does not matter. */
export const statusOf = (registration: Registration): Exclude<Status, 'unconfirmed' | 'queued'> => {
  const { announced, provisioned, failed, offboarded } = registration;
  if (offboarded !== undefined) return 'offboarded';
  if (isLater(failed, provisioned)) return 'failed';
  if (provisioned !== undefined) return statusOfMade(registration);
  return announced === undefined ? 'registered' : 'provisioning';
};

/** What a registration waits for, now. */
export type Waiting = { startsAt: string; ahead: number; seconds: number };

/** How long a registration still waits for its onboarding; undefined for one that does not. */
export const waitingOf = (registration: Registration, now: Date): Waiting | undefined => {
  const { queue } = registration;
  if (!queue || !['registered', 'provisioning'].includes(statusOf(registration))) return undefined;
  const start = Date.parse(queue.startsAt);
  const left = start - now.getTime();
  if (left <= 0) return undefined;
  // The queue moves at one pace: of those that were ahead as many are left as there is of the time.
  const share = Math.min(1, left / (start - Date.parse(queue.reservedAt)));
  const ahead = Math.ceil(queue.ahead * share);
  return { startsAt: queue.startsAt, ahead, seconds: Math.ceil(left / 1_000) };
};

/** What has become of a registration until now. */
export const statusAt = (registration: Registration, now: Date): Exclude<Status, 'unconfirmed'> =>
  waitingOf(registration, now) ? 'queued' : statusOf(registration);

/** Why a registration is not active, where something failed. */
export const failureOf = (registration: Registration): Failure | undefined => {
  const status = statusOf(registration);
  if (status === 'failed') return registration.failure;
  return status === 'provisioned' ? registration.adminFailure : undefined;
};
