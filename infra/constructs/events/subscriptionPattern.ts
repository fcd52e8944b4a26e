import type { EventDefinition } from '../../../events/defineEvent.ts';
import type { Deployment, Tier } from '../../../events/fields.ts';

/** An event that can be subscribed to: any that `defineEvent` declares. */
export type SubscribedEvent = Pick<EventDefinition, 'type' | 'pattern'> & {
  readonly data: { readonly shape: object };
};

/** Narrows a subscription to some tenants; every event of it must carry the fields that are named. */
export type EventFilter = {
  readonly tier?: readonly Tier[];
  readonly deployment?: readonly Deployment[];
};

const checkFilter = (
  subscriber: string,
  events: readonly SubscribedEvent[],
  filter: EventFilter,
): void => {
  for (const field of Object.keys(filter)) {
    const without = events.filter(({ data }) => !(field in data.shape)).map(({ type }) => type);
    if (without.length > 0) {
      throw new Error(
        `the subscriber ${subscriber} filters by ${field}, which ${without.join(' and ')} ` +
          'does not carry: subscribe to it without the filter, under a name of its own',
      );
    }
  }
};

/**
 * What the one rule of a subscriber matches: each event by its own source, name and major version,
 * so that no event comes along that was not asked for. Throws for a filter that an event cannot meet.
 */
export const patternOf = (
  subscriber: string,
  events: readonly SubscribedEvent[],
  filter: EventFilter = {},
): object => {
  if (events.length === 0) throw new Error(`the subscriber ${subscriber} names no event`);
  checkFilter(subscriber, events, filter);
  const isNarrowed = Object.keys(filter).length > 0;
  const alternatives = events.map(({ pattern: { detailType, detail, ...rest } }) => ({
    ...rest,
    'detail-type': detailType,
    detail: { ...detail, ...(isNarrowed && { data: filter }) },
  }));
  return alternatives.length > 1 ? { $or: alternatives } : { ...alternatives[0] };
};
