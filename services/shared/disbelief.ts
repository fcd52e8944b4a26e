import type { Detail, EventDefinition } from '#events/defineEvent.ts';

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

/**
 * Why an event that holds to its schema is not believed all the same: it is not its publisher's, has no
 * cause, or speaks of two tenants. Undefined when there is no such reason.
 */
export const disbelief = (event: EventDefinition, claim: Claim): string | undefined => {
  const reasons = [wrongSource, withoutCause, ofTwoTenants]
    .map((check) => check(event, claim))
    .filter((reason) => reason !== undefined);
  return reasons.length > 0 ? reasons.join('; ') : undefined;
};
