import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Outgoing } from './outgoing.ts';

/** PutEvents takes up to 10 entries, and less than 1 MB of them together. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 1_048_575;

/** What EventBridge counts for an entry's time. */
const TIME_BYTES = 14;

/** An entry's size as EventBridge counts it. */
const sizeOf = ({ source, type, detail }: Outgoing): number =>
  TIME_BYTES + [source, type, detail].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** An outgoing event as an entry of PutEvents. */
export const entryOf = (event: Outgoing, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: event.source,
  DetailType: event.type,
  Time: new Date(event.occurredAt),
  Detail: event.detail,
});

/**
 * The next ones that one call takes, in order, and at most one of each tenant: were the earlier one
 * refused and the later one taken, the tenant's events would be out of order.
 */
export const nextCall = <One extends { event: Outgoing }>(waiting: readonly One[]): One[] => {
  const call: One[] = [];
  const tenants = new Set<string>();
  let bytes = 0;
  for (const one of waiting) {
    if (call.length === MAX_ENTRIES) break;
    if (tenants.has(one.event.tenantId)) continue;
    tenants.add(one.event.tenantId);
    const size = sizeOf(one.event);
    if (call.length > 0 && bytes + size > MAX_BYTES) continue;
    call.push(one);
    bytes += size;
  }
  return call;
};
