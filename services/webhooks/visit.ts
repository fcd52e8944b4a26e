import type { Outcome } from './attempt.ts';
import type { Arrival, HeldLane } from './delivery.ts';
import type { Endpoint } from './endpoint.ts';
import { goodHealth, type Health, healthAfter, pauseMs, type Track, trackOf } from './health.ts';

/** An endpoint that nobody else may visit until its lease ends, which tells this visit from any other. */
export type Begun = { endpoint: Endpoint; lease: string };

/** A tenant to look at, with those of its arrivals that are known. */
export type Look = { tenantId: string; arrived: Arrival[] };

/** How long a visit goes on starting attempts; the function's timeout leaves room for the last one. */
export const VISIT_MS = 10_000;

/** As many arrivals, and as many lanes that wait, as are read at once. */
export const READ_AT_ONCE = 25;

/** Soon, but not before an index has what was just written. */
const INDEX_LAG_MS = 1_000;

const later = (at: Date, milliseconds: number): string =>
  new Date(at.getTime() + milliseconds).toISOString();

/** What a visit to an endpoint finds out, and whether it goes on. */
export class Visit {
  readonly webhookId: string;
  readonly lease: string;
  health: Health;
  /** When the first lane is due again that waits after a failure, as far as is known. */
  retryAt: string | undefined;
  /** Until when the endpoint is left alone after this visit. */
  pausedUntil: string | undefined;
  /** Whether the endpoint is removed by now, or the lease somebody else's. */
  isLost = false;
  readonly #track: Track;
  readonly #until: string;
  readonly #looked = new Set<string>();
  readonly #tried = new Set<string>();

  constructor({ endpoint, lease }: Begun, track: Track, now: Date) {
    this.webhookId = endpoint.webhookId;
    this.lease = lease;
    this.health = endpoint.health ?? goodHealth;
    this.#track = track;
    this.#until = later(now, VISIT_MS);
    if (endpoint.retryAt !== undefined) this.retryBy(endpoint.retryAt, now);
  }

  /** Whether it makes no more attempts: there is no time, the endpoint needs a pause, or the other track. */
  isOver(now: Date): boolean {
    return (
      this.isLost ||
      this.pausedUntil !== undefined ||
      now.toISOString() >= this.#until ||
      trackOf(this.health) !== this.#track
    );
  }

  /** A lane that waits is due again then. */
  retryBy(at: string, now: Date): void {
    if (at <= now.toISOString()) return;
    if (this.retryAt === undefined || at < this.retryAt) this.retryAt = at;
  }

  /** Notes what an attempt came to. */
  note({ attempt, tookMs }: Outcome, now: Date): void {
    this.#tried.add(attempt.eventId);
    if (attempt.next !== undefined) this.retryBy(attempt.next, now);
    if (tookMs === undefined) return;
    this.health = healthAfter(this.health, { failed: attempt.status !== 'delivered', tookMs });
    const pause = attempt.status === 'failed' ? pauseMs(this.health) : 0;
    if (pause > 0) this.pausedUntil = later(now, pause);
  }

  /** The tenants to look at, longest waiting first: those that are due again, and those of what has come. */
  looksAt(arrived: readonly Arrival[], held: readonly HeldLane[], now: Date): Look[] {
    const waiting = [
      ...this.#dueAmong(held, now),
      ...arrived.map(({ tenantId, since }) => ({ tenantId, due: since })),
    ].sort((one, other) => (one.due < other.due ? -1 : 1));
    const tenants = new Set(waiting.map(({ tenantId }) => tenantId));
    return [...tenants].map((tenantId) => ({
      tenantId,
      arrived: arrived.filter((arrival) => arrival.tenantId === tenantId),
    }));
  }

  /** An index may still show how a lane was before this visit looked at it: none is looked at twice for that. */
  #dueAmong(held: readonly HeldLane[], now: Date): HeldLane[] {
    const time = now.toISOString();
    const due = held.filter((lane) => lane.due <= time);
    const fresh = due.filter(({ tenantId }) => !this.#looked.has(tenantId));
    for (const { tenantId } of fresh) this.#looked.add(tenantId);
    for (const lane of held) this.retryBy(lane.due, now);
    if (fresh.length === 0 && due.length === READ_AT_ONCE)
      this.retryBy(later(now, INDEX_LAG_MS), now);
    return fresh;
  }

  /** Which of these were not tried in this visit. */
  untried(arrived: readonly Arrival[]): Arrival[] {
    return arrived.filter(({ eventId }) => !this.#tried.has(eventId));
  }
}
