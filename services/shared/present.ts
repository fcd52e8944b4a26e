import type { Detail, Metadata } from '#events/defineEvent.ts';
import { haveSameOrigin } from '#events/eventId.ts';
import type {
  TenantOffboarded,
  TenantOffboardingCancelled,
  TenantOffboardingScheduled,
} from '#events/schemas/offboarding.ts';
import type {
  RegistrationRefused,
  TenantProvisioned,
  TenantProvisioningFailed,
} from '#events/schemas/provisioning.ts';
import type { TenantActivated, TenantDeactivated } from '#events/schemas/tenantStatus.ts';
import { BEGINNING, runOf } from '#events/sequence.ts';
import { Contradicted, TransientError } from './errors.ts';
import { isProtected } from './ownership.ts';
import type { StandingRoute, StatusChange } from './route.ts';

/*
 * What the present says of an event: the tenant's route as it stands, read consistently. Stale and
 * repeated events are told from those that contradict it, which throw Contradicted.
 */

/** Whether the tenant stands as an event says, was made anew since, or has no route. */
export type Standing = 'standing' | 'madeAnew' | 'gone';

type Found = StandingRoute | undefined;

/** Of what a TenantProvisioned says, or an event that it has caused, which is of the same run. */
const earlierThan = (
  provisionedEventId: string,
  sequence: number,
  route: StandingRoute,
): Standing => {
  const isEarlier = runOf(sequence) < runOf(route.sequence);
  if (isEarlier && haveSameOrigin(provisionedEventId, route.provisionedEventId)) return 'madeAnew';
  throw new Contradicted(`tenant ${route.tenantId} does not stand as ${provisionedEventId} says`);
};

/** Of an event that a TenantProvisioned has caused. */
export const standingFor = (
  { causationId = '', correlationId, sequence }: Metadata,
  route: Found,
): Standing => {
  if (!route) return 'gone';
  const isIts = causationId === route.provisionedEventId && correlationId === route.registrationId;
  return isIts ? 'standing' : earlierThan(causationId, sequence, route);
};

const SAID = [
  'userPoolId',
  'appClientId',
  'adminEmail',
  'tenantName',
  'tier',
  'deployment',
] as const satisfies (keyof StandingRoute)[];

/** Of a TenantProvisioned. */
export const standingOf = (
  { metadata, data }: Detail<typeof TenantProvisioned>,
  route: Found,
): Standing => {
  if (!route) return 'gone';
  const { eventId, causationId, correlationId, sequence } = metadata;
  const isIts =
    eventId === route.provisionedEventId &&
    sequence === route.sequence &&
    causationId === route.writtenFor &&
    correlationId === route.registrationId &&
    SAID.every((field) => data[field] === route[field]);
  return isIts ? 'standing' : earlierThan(eventId, sequence, route);
};

/** The events that tell of a change of how a tenant stands. */
export type ChangeTold =
  | typeof TenantDeactivated
  | typeof TenantActivated
  | typeof TenantOffboardingScheduled
  | typeof TenantOffboardingCancelled;

/** Of a change of how a tenant stands: throws Contradicted for one that its route has not made. */
export const standingAfterChange = (
  { metadata }: Detail<ChangeTold>,
  to: StatusChange['status'],
  route: Found,
): Standing => {
  const standing = standingFor(metadata, route);
  if (standing !== 'standing') return standing;
  const { sequence = BEGINNING, status } = route?.statusChange ?? {};
  const isSo = metadata.sequence === sequence ? status === to : metadata.sequence < sequence;
  if (isSo) return standing;
  throw new Contradicted(`tenant ${metadata.tenantId} has not become ${to} by this event`);
};

/** Throws Contradicted for the failure of a tenant that stands, unless its route is what is stuck. */
export const mustNotStand = (
  { metadata, data }: Detail<typeof TenantProvisioningFailed>,
  route: Found,
): void => {
  const { causationId, sequence } = metadata;
  if (!route) return;
  const isIts = causationId === route.writtenFor;
  if (isIts && runOf(sequence) < runOf(route.sequence)) return;
  const isStuck = data.stuck.includes('WriteRoute') && isIts;
  if (isStuck && !isProtected(route)) return;
  throw new Contradicted(`tenant ${route.tenantId} stands: it has not failed`);
};

/** Throws Contradicted for the refusal of a registration whose tenant stands. */
export const mustNotBeMade = (
  { metadata }: Detail<typeof RegistrationRefused>,
  route: Found,
): void => {
  if (route?.writtenFor !== metadata.causationId || !route) return;
  throw new Contradicted(`tenant ${route.tenantId} was made by the registration that was refused`);
};

/** Throws Contradicted for the offboarding of a tenant that stands, TransientError while its route is just going. */
export const mustBeGone = ({ data }: Detail<typeof TenantOffboarded>, route: Found): void => {
  if (!route) return;
  if (route.status === 'erasing') throw new TransientError(`tenant ${data.tenantId} is going`);
  throw new Contradicted(`tenant ${data.tenantId} stands: it has not left`);
};
