import type { Arrival, HeldLane } from './delivery.ts';
import { type Health, trackOf } from './health.ts';
import { type Begun, READ_AT_ONCE, Visit } from './visit.ts';
import type { SendWakes, Wake } from './wake.ts';
import { type LanePorts, workLane } from './workLane.ts';

/** What is kept of a visit that ends. */
export type Ending = {
  health: Health;
  pausedUntil: string | undefined;
  retryAt: string | undefined;
  /** When there is to be another visit; undefined when nothing waits that is known. */
  lookAt: string | undefined;
};

export type DeliverPorts = LanePorts & {
  /** Undefined when the endpoint is gone, is being visited or is to be left alone. */
  begin(webhookId: string, now: Date): Promise<Begun | undefined>;
  /** False when the endpoint is gone, or the lease has ended and is somebody else's. */
  end(webhookId: string, lease: string, ending: Ending): Promise<boolean>;
  /** What has come for an endpoint and was not looked at, oldest first. */
  arrivals(webhookId: string, limit: number): Promise<Arrival[]>;
  /** The lanes of an endpoint that wait after a failure, soonest due first; it may be a moment late. */
  held(webhookId: string, limit: number): Promise<HeldLane[]>;
  wake: SendWakes;
};

/** A wake is sent that long ahead; what is due later is the sweep's to wake. */
export const LONGEST_DELAY_SECONDS = 300;

/** Answers whether nothing is left that could be tried now. */
const work = async (ports: DeliverPorts, visit: Visit): Promise<boolean> => {
  while (!visit.isOver(ports.now())) {
    const { webhookId } = visit;
    const arrived = await ports.arrivals(webhookId, READ_AT_ONCE);
    const held = await ports.held(webhookId, READ_AT_ONCE);
    const looks = visit.looksAt(arrived, held, ports.now());
    if (looks.length === 0) return true;
    for (const look of looks) await workLane(ports, visit, look);
  }
  return false;
};

const secondsUntil = (at: string, now: Date): number =>
  Math.max(0, Math.ceil((Date.parse(at) - now.getTime()) / 1_000));

const wakeAt = async (ports: DeliverPorts, visit: Visit, at: string): Promise<void> => {
  const delay = secondsUntil(at, ports.now());
  if (delay > LONGEST_DELAY_SECONDS) return;
  await ports.wake([{ webhookId: visit.webhookId, track: trackOf(visit.health) }], delay);
};

const lookAtOf = ({ pausedUntil, retryAt }: Visit, isDone: boolean, now: Date) =>
  pausedUntil ?? (isDone ? retryAt : now.toISOString());

/** A wake that comes during a visit is dropped, so what has come meanwhile is looked for after its end. */
const hasMore = async (ports: DeliverPorts, { webhookId, pausedUntil }: Visit): Promise<boolean> =>
  pausedUntil === undefined && (await ports.arrivals(webhookId, 1)).length > 0;

/** Ends a visit and sees to the next one. Where this is cut off, the lease's end or the wake brings it. */
const leave = async (
  ports: DeliverPorts,
  visit: Visit,
  { isDone, knownRetry }: { isDone: boolean; knownRetry: string | undefined },
): Promise<void> => {
  const now = ports.now();
  const { webhookId, lease, health, pausedUntil, retryAt } = visit;
  const lookAt = lookAtOf(visit, isDone, now);
  if (!(await ports.end(webhookId, lease, { health, pausedUntil, retryAt, lookAt }))) return;
  if (retryAt !== undefined && retryAt !== knownRetry) await wakeAt(ports, visit, retryAt);
  const next =
    pausedUntil ?? (isDone && !(await hasMore(ports, visit)) ? undefined : now.toISOString());
  if (next !== undefined) await wakeAt(ports, visit, next);
};

/**
 * Visits an endpoint: makes what waits for it, one attempt at a time, for ten seconds at most. One that turns
 * out troubled, or well again, goes on in the other track; one that fails again and again is left alone for a while.
 */
export const deliver =
  (ports: DeliverPorts) =>
  async ({ webhookId, track }: Wake): Promise<void> => {
    const begun = await ports.begin(webhookId, ports.now());
    if (!begun) return;
    const visit = new Visit(begun, track, ports.now());
    const isDone = await work(ports, visit);
    await leave(ports, visit, { isDone, knownRetry: begun.endpoint.retryAt });
  };
