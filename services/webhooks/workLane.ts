import { type AttemptPorts, tryOnce } from './attempt.ts';
import type { Arrival, Attempt, Delivery, Lane } from './delivery.ts';
import type { Endpoint } from './endpoint.ts';
import type { Look, Visit } from './visit.ts';

export type LanePorts = AttemptPorts & {
  endpoint(webhookId: string): Promise<Endpoint | undefined>;
  /** Until when a lane waits after a failure; undefined when it does not. */
  heldUntil(lane: Lane): Promise<string | undefined>;
  /** The oldest event that waits in a lane. */
  first(lane: Lane): Promise<Delivery | undefined>;
  /** All at once: the delivery goes where the attempt leads it, its lane waits if it must, the log has a line more. */
  record(delivery: Delivery, attempt: Attempt): Promise<void>;
  /** Forgets arrivals whose deliveries are found without them. */
  forget(arrivals: readonly Arrival[]): Promise<void>;
  /** Lets a lane go that nothing waits in. */
  letGo(lane: Lane): Promise<void>;
  /** Puts a lane that waits behind all that are due by now. */
  putBack(lane: Lane, now: Date): Promise<void>;
};

/** Answers whether the next delivery of the lane may be tried. */
const advance = async (ports: LanePorts, visit: Visit, delivery: Delivery): Promise<boolean> => {
  const endpoint = await ports.endpoint(visit.webhookId);
  if (endpoint?.busyUntil !== visit.lease) {
    visit.isLost = true;
    return false;
  }
  const outcome = await tryOnce(ports, endpoint, delivery);
  await ports.record(delivery, outcome.attempt);
  visit.note(outcome, ports.now());
  return outcome.attempt.status !== 'failed';
};

type Working = { lane: Lane; arrived: readonly Arrival[] };

/** How it ended: nothing waits any more, what waits is to be tried later, or the visit is over. */
const work = async (
  ports: LanePorts,
  visit: Visit,
  { lane, arrived }: Working,
): Promise<'empty' | 'waiting' | 'cut off'> => {
  while (!visit.isOver(ports.now())) {
    const delivery = await ports.first(lane);
    if (!delivery) {
      await ports.forget(visit.untried(arrived));
      return 'empty';
    }
    if (!(await advance(ports, visit, delivery))) return 'waiting';
  }
  return 'cut off';
};

/**
 * Makes a tenant's deliveries in the order of their events, until none waits, one fails or the visit is
 * over. One that fails holds the later ones back, so that a subscriber sees a tenant's events in their order.
 */
export const workLane = async (
  ports: LanePorts,
  visit: Visit,
  { tenantId, arrived }: Look,
): Promise<void> => {
  const lane = { webhookId: visit.webhookId, tenantId };
  const heldUntil = await ports.heldUntil(lane);
  const now = ports.now();
  if (heldUntil !== undefined && heldUntil > now.toISOString()) {
    visit.retryBy(heldUntil, now);
    await ports.forget(arrived);
    return;
  }
  const end = await work(ports, visit, { lane, arrived });
  if (heldUntil === undefined) return;
  if (end === 'empty') await ports.letGo(lane);
  if (end === 'cut off') await ports.putBack(lane, ports.now());
};
