import { TenantActivated, TenantDeactivated } from '#events/schemas/tenantStatus.ts';
import { signedHeaders } from '#events/webhookMessage.ts';
import { logger } from '#shared/logger.ts';
import { type Attempt, alarming, type Delivery } from './delivery.ts';
import { type Endpoint, signingSecrets } from './endpoint.ts';
import type { Answer, Post } from './httpPost.ts';
import { nextAttemptAt } from './retries.ts';

export type AttemptPorts = {
  now(): Date;
  disable(webhookId: string): Promise<void>;
  /** Whether the tenant is suspended. */
  isSuspended(tenantId: string): Promise<boolean>;
  post: Post;
};

/** What became of a delivery; `tookMs` is how long the endpoint took, where it was asked. */
export type Outcome = { attempt: Attempt; tookMs?: number };

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

const send = async (ports: AttemptPorts, endpoint: Endpoint, delivery: Delivery) => {
  const { eventId: id, body } = delivery;
  const at = ports.now();
  const headers = signedHeaders({ id, body }, signingSecrets(endpoint.secrets, at), at);
  const answer = await ports.post(endpoint.url, { headers, body });
  const answeredAt = ports.now();
  if (isGone(answer)) {
    await ports.disable(endpoint.webhookId);
    logger.error(alarming.disabled, { webhookId: endpoint.webhookId });
  }
  const attempt = judged(delivery, answer, answeredAt);
  return { attempt, tookMs: answeredAt.getTime() - at.getTime() };
};

/** What a tenant's own endpoints are told of while it is suspended. */
const aboutStatus: readonly string[] = [TenantDeactivated.type, TenantActivated.type];

/** Why a delivery is not to be made by now. It is kept as a dead letter, which can be redriven. */
const objectionTo = async (
  { isSuspended }: AttemptPorts,
  { status, tenantId: ofTenant }: Endpoint,
  { tenantId, type }: Delivery,
): Promise<string | undefined> => {
  if (status !== 'enabled') return 'the endpoint is disabled';
  if (ofTenant === undefined || aboutStatus.includes(type)) return undefined;
  return (await isSuspended(tenantId)) ? 'the tenant is suspended' : undefined;
};

/** Tries a delivery once. It is dead at once where the endpoint is disabled, or its own tenant is suspended. */
export const tryOnce = async (
  ports: AttemptPorts,
  endpoint: Endpoint,
  delivery: Delivery,
): Promise<Outcome> => {
  const objection = await objectionTo(ports, endpoint, delivery);
  if (objection !== undefined) {
    return { attempt: undelivered(delivery, objection, ports.now()) };
  }
  const outcome = await send(ports, endpoint, delivery);
  const { attempt } = outcome;
  const { webhookId } = endpoint;
  if (attempt.status === 'dead') logger.error(alarming.dead, { webhookId, ...attempt });
  return outcome;
};
