import { decodeTime } from 'ulid';
import type { Detail, EventDefinition } from '#events/defineEvent.ts';

/** How far the clocks of those who publish may be ahead of ours. */
const MOST_AHEAD_MS = 5 * 60 * 1000;

type Claim = { source?: string | undefined; detail: Detail<EventDefinition> };

const wrongSource = (event: EventDefinition, { source = '' }: Claim): string | undefined => {
  const { error } = event.envelope.shape.source.safeParse(source);
  return error && `source: ${error.issues[0]?.message}`;
};

const withoutCause = (event: EventDefinition, { detail }: Claim): string | undefined =>
  event.uncaused || detail.metadata.causationId !== undefined
    ? undefined
    : 'metadata.causationId: must say what caused it';

const ofTwoTenants = (_event: EventDefinition, { detail }: Claim): string | undefined => {
  const { tenantId = detail.metadata.tenantId } = detail.data;
  return tenantId === detail.metadata.tenantId
    ? undefined
    : 'data.tenantId: must be that of metadata';
};

const fromTheFuture = (
  _event: EventDefinition,
  { detail }: Claim,
  now: number,
): string | undefined =>
  decodeTime(detail.metadata.eventId) > now + MOST_AHEAD_MS
    ? 'metadata.eventId: must not be of a time to come'
    : undefined;

/**
 * Why an event that holds to its schema is not believed all the same: it is not its publisher's, has no
 * cause, speaks of two tenants or comes from the future. Undefined when there is no such reason.
 */
export const disbelief = (
  event: EventDefinition,
  claim: Claim,
  now: number,
): string | undefined => {
  const reasons = [wrongSource, withoutCause, ofTwoTenants, fromTheFuture]
    .map((check) => check(event, claim, now))
    .filter((reason) => reason !== undefined);
  return reasons.length > 0 ? reasons.join('; ') : undefined;
};
