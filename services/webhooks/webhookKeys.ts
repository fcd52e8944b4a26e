import type { Lane } from './delivery.ts';

type Waiting = Lane & { eventId: string; sequence: number };

/** As text in the order of the numbers. */
const inOrder = (sequence: number): string => String(sequence).padStart(16, '0');

const WAITING = 'event#';

const laneOf = ({ webhookId, tenantId }: Lane): string => `lane#${webhookId}#${tenantId}`;

/** All endpoints are items of one partition: every event needs them all. */
export const endpoints = 'endpoints';

/** An endpoint's dead letters, by event. */
export const deadPartition = (webhookId: string): string => `dead#${webhookId}`;

/** An endpoint's delivery log, by time. */
export const logPartition = (webhookId: string): string => `log#${webhookId}`;

/** The webhook table's items; where a delivery lies says what has become of it. */
export const keys = {
  endpoint: (webhookId: string) => ({ pk: endpoints, sk: webhookId }),
  /** Says when a lane is due. It is there as long as deliveries wait in it. */
  lane: (lane: Lane) => ({ pk: laneOf(lane), sk: 'lane' }),
  waiting: ({ sequence, eventId, ...lane }: Waiting) => ({
    pk: laneOf(lane),
    sk: `${WAITING}${inOrder(sequence)}#${eventId}`,
  }),
  /** How all that waits in a lane begins. */
  waitingIn: (lane: Lane) => ({ pk: laneOf(lane), sk: WAITING }),
  dead: (webhookId: string, eventId: string) => ({ pk: deadPartition(webhookId), sk: eventId }),
  /** That an endpoint has had an event, in whatever way it ended. */
  seen: ({ webhookId, eventId }: Omit<Waiting, 'sequence'>) => ({
    pk: `seen#${webhookId}`,
    sk: eventId,
  }),
  log: (webhookId: string, entry: { at: string; eventId: string; attempt: number }) => ({
    pk: logPartition(webhookId),
    sk: `${entry.at}#${entry.eventId}#${entry.attempt}`,
  }),
};

/** The index of lanes by endpoint, in the order in which they are due. */
export const dueIndex = { index: 'due', partition: 'dueFor', sort: 'due' } as const;

/** A lane's place in the index; the tenant makes it unique. */
export const dueAt = (at: Date, tenantId: string): string => `${at.toISOString()}#${tenantId}`;

/** Sorts after whatever is due at this time or earlier, whoever's it is. */
export const dueBy = (at: Date): string => `${at.toISOString()}~`;

/** The attribute by which DynamoDB expires items, in epoch seconds. */
export const expiryAttribute = 'expiresAt';

const KEPT_DAYS = 30;

/** Everything but endpoints is kept for thirty days. */
export const expiry = (now: Date) => ({
  [expiryAttribute]: Math.floor(now.getTime() / 1_000) + KEPT_DAYS * 86_400,
});
