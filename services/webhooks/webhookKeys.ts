import type { Lane } from './delivery.ts';

type Waiting = Lane & { eventId: string; sequence: number };
type Arrival = { webhookId: string; since: string; eventId: string };

/** As text in the order of the numbers. */
const inOrder = (sequence: number): string => String(sequence).padStart(16, '0');

const WAITING = 'event#';

const laneOf = ({ webhookId, tenantId }: Lane): string => `lane#${webhookId}#${tenantId}`;

/** All endpoints are items of one partition: every event needs them all. */
export const endpoints = 'endpoints';

/** What has come for an endpoint and was not looked at yet. */
export const arrivals = (webhookId: string): string => `arrived#${webhookId}`;

/** An endpoint's dead letters, by event. */
export const deadPartition = (webhookId: string): string => `dead#${webhookId}`;

/** An endpoint's delivery log, by time. */
export const logPartition = (webhookId: string): string => `log#${webhookId}`;

/** What an endpoint has had, by event. */
const seenPartition = (webhookId: string): string => `seen#${webhookId}`;

/** The webhook table's items; where a delivery lies says what has become of it. */
export const keys = {
  endpoint: (webhookId: string) => ({ pk: endpoints, sk: webhookId }),
  /** Says until when a lane waits after a failure; it goes with the last delivery that waits. */
  held: (lane: Lane) => ({ pk: laneOf(lane), sk: 'lane' }),
  waiting: ({ sequence, eventId, ...lane }: Waiting) => ({
    pk: laneOf(lane),
    sk: `${WAITING}${inOrder(sequence)}#${eventId}`,
  }),
  /** How all that waits in a lane begins. */
  waitingIn: (lane: Lane) => ({ pk: laneOf(lane), sk: WAITING }),
  /** That an event has come for an endpoint, in the order of arrival; until it is tried or its lane is held. */
  arrival: ({ webhookId, since, eventId }: Arrival) => ({
    pk: arrivals(webhookId),
    sk: `${since}#${eventId}`,
  }),
  dead: (webhookId: string, eventId: string) => ({ pk: deadPartition(webhookId), sk: eventId }),
  /** That an endpoint has had an event, in whatever way it ended. */
  seen: ({ webhookId, eventId }: Omit<Waiting, 'sequence'>) => ({
    pk: seenPartition(webhookId),
    sk: eventId,
  }),
  log: (webhookId: string, entry: { at: string; eventId: string; attempt: number }) => ({
    pk: logPartition(webhookId),
    sk: `${entry.at}#${entry.eventId}#${entry.attempt}`,
  }),
  /** What was erased of a tenant that has left. */
  erasure: (tenantId: string) => ({ pk: `erasure#${tenantId}`, sk: 'erasure' }),
};

/** Where everything is that an endpoint for one tenant has, its own row apart. */
export const partitionsOf = (lane: Lane): string[] => [
  arrivals(lane.webhookId),
  deadPartition(lane.webhookId),
  logPartition(lane.webhookId),
  seenPartition(lane.webhookId),
  laneOf(lane),
];

/** The index of what is due, soonest first: an endpoint's lanes that wait, and endpoints. */
export const dueIndex = { index: 'due', partition: 'dueFor', sort: 'due' } as const;

/** Where lanes and endpoints are in the index; `id` makes the place unique. */
export const dueAt = (at: string, id: string): string => `${at}#${id}`;

/** From when on something is due. */
export const timeOf = (due: string): string => due.slice(0, due.indexOf('#'));

/** One partition of an index takes a thousand writes a second; so many are enough for all visits. */
const DUE_PARTITIONS = 8;

/** The partitions of the index that have endpoints. */
export const duePartitions = Array.from({ length: DUE_PARTITIONS }, (_, n) => `endpoints#${n}`);

/** The partition that has an endpoint; the ends of ids are random. */
export const duePartitionOf = (webhookId: string): string =>
  `endpoints#${webhookId.charCodeAt(webhookId.length - 1) % DUE_PARTITIONS}`;

/** Sorts after whatever is due at this time or earlier, whoever's it is. */
export const dueBy = (at: Date): string => `${at.toISOString()}~`;

/** The attribute by which DynamoDB expires items, in epoch seconds. */
export const expiryAttribute = 'expiresAt';

const KEPT_DAYS = 30;

/** Everything but endpoints, and counts of what was erased, is kept for thirty days. */
export const expiry = (now: Date) => ({
  [expiryAttribute]: Math.floor(now.getTime() / 1_000) + KEPT_DAYS * 86_400,
});
