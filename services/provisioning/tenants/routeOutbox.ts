import type { OutboxIndex } from '#shared/outbox.ts';

/** The index of routes with changes of which the bus may not have heard. */
export const routeOutbox = {
  index: 'unpublished',
  partition: 'outbox',
  sort: 'outboxSince',
  pending: 'pending',
} as const satisfies OutboxIndex;
