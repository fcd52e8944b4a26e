import { TenantActivated, TenantDeactivated } from '#events/schemas/tenantStatus.ts';
import { logger } from '#shared/logger.ts';
import { type Attempt, alarming, type Delivery, type Lane } from './delivery.ts';
import { type Endpoint, signingSecrets } from './endpoint.ts';
import type { Answer, Post } from './httpPost.ts';
import { signedHeaders } from './message.ts';
import { nextAttemptAt } from './retries.ts';

export type LanePorts = {
  now(): Date;
  endpoint(webhookId: string): Promise<Endpoint | undefined>;
  disable(webhookId: string): Promise<void>;
  /** Whether the tenant is suspended. */
  isSuspended(tenantId: string): Promise<boolean>;
  post: Post;
  /** Takes a lane that is due for this run alone; answers its arrivals, undefined if it is not due. */
  claim(lane: Lane, now: Date): Promise<number | undefined>;
  /** The oldest event that waits in a lane. */
  first(lane: Lane): Promise<Delivery | undefined>;
  /** All at once: the delivery goes where the attempt leads it, and the log has a line more. */
  record(delivery: Delivery, attempt: Attempt): Promise<void>;
  /** Makes a claimed lane due again. */
  release(lane: Lane, now: Date): Promise<void>;
  /** Gives up an empty lane; answers its arrivals when there are more than these, and keeps it. */
  leave(lane: Lane, arrivals: number): Promise<number | undefined>;
};

const GONE = 410;

const isDelivered = (answer: Answer): boolean =>
  answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;

const isGone = (answer: Answer): boolean => answer.kind === 'answered' && answer.status === GONE;

const answered = (answer: Answer) =>
  answer.kind === 'answered' ? { httpStatus: answer.status } : { problem: answer.problem };

const attemptOf = ({ eventId, type, tenantId }: Delivery, at: Date) => ({
  eventId,
  type,
  tenantId,
  at: at.toISOString(),
});

const judged = (delivery: Delivery, answer: Answer, at: Date): Attempt => {
  const attempt = delivery.attempts + 1;
  const common = { ...attemptOf(delivery, at), attempt, ...answered(answer) };
  if (isDelivered(answer)) return { ...common, status: 'delivered' };
  const next = isGone(answer) ? undefined : nextAttemptAt({ ...delivery, attempt }, answer, at);
  return next
    ? { ...common, status: 'failed', next: next.toISOString() }
    : { ...common, status: 'dead' };
};

const undelivered = (delivery: Delivery, problem: string, at: Date): Attempt => ({
  ...attemptOf(delivery, at),
  attempt: delivery.attempts,
  status: 'dead',
  problem,
});

const send = async (ports: LanePorts, endpoint: Endpoint, delivery: Delivery): Promise<Attempt> => {
  const { eventId: id, body } = delivery;
  const at = ports.now();
  const headers = signedHeaders({ id, body }, signingSecrets(endpoint.secrets, at), at);
  const answer = await ports.post(endpoint.url, { headers, body });
  const { webhookId } = endpoint;
  if (isGone(answer)) {
    await ports.disable(webhookId);
    logger.error(alarming.disabled, { webhookId });
  }
  const attempt = judged(delivery, answer, ports.now());
  if (attempt.status === 'dead') logger.error(alarming.dead, { webhookId, ...attempt });
  return attempt;
};

/** What a tenant's own endpoints are told of while it is suspended. */
const aboutStatus: readonly string[] = [TenantDeactivated.type, TenantActivated.type];

/** Why a delivery is not to be made by now. It is kept as a dead letter, which can be redriven. */
const objectionTo = async (
  { isSuspended }: LanePorts,
  { status, tenantId: ofTenant }: Endpoint,
  { tenantId, type }: Delivery,
): Promise<string | undefined> => {
  if (status !== 'enabled') return 'the endpoint is disabled';
  if (ofTenant === undefined || aboutStatus.includes(type)) return undefined;
  return (await isSuspended(tenantId)) ? 'the tenant is suspended' : undefined;
};

/** Undefined when the endpoint is deleted: what waits for it expires. */
const handle = async (ports: LanePorts, delivery: Delivery): Promise<Attempt | undefined> => {
  const endpoint = await ports.endpoint(delivery.webhookId);
  if (!endpoint) return undefined;
  const objection = await objectionTo(ports, endpoint, delivery);
  const attempt =
    objection === undefined
      ? await send(ports, endpoint, delivery)
      : undelivered(delivery, objection, ports.now());
  await ports.record(delivery, attempt);
  return attempt;
};

/** Takes a claimed lane one step further; answers its arrivals while there may be more to do. */
const step = async (
  ports: LanePorts,
  lane: Lane,
  arrivals: number,
): Promise<number | undefined> => {
  const delivery = await ports.first(lane);
  if (!delivery) return ports.leave(lane, arrivals);
  const attempt = await handle(ports, delivery);
  return attempt && attempt.status !== 'failed' ? arrivals : undefined;
};

/**
 * Makes a lane's deliveries in the order of their events, until none waits, one fails, or it is
 * `until`. One that fails holds the later ones back: a subscriber never sees a tenant's events out
 * of order. What is left is the sweep's.
 */
export const deliverLane =
  (ports: LanePorts) =>
  async (lane: Lane, until: Date): Promise<void> => {
    let arrivals = await ports.claim(lane, ports.now());
    while (arrivals !== undefined && ports.now() < until) {
      arrivals = await step(ports, lane, arrivals);
    }
    if (arrivals !== undefined) await ports.release(lane, ports.now());
  };
