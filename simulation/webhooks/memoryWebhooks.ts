import type { DeliverPorts, Ending } from '../../services/webhooks/deliver.ts';
import type { Attempt, Delivery, HeldLane, Lane } from '../../services/webhooks/delivery.ts';
import type { Endpoint } from '../../services/webhooks/endpoint.ts';
import type { FanOutPorts } from '../../services/webhooks/fanOut.ts';
import type { SweepPorts } from '../../services/webhooks/sweep.ts';
import { LEASE_MS } from '../../services/webhooks/visitTable.ts';

type Ports = Omit<DeliverPorts, 'now' | 'post' | 'wake'> &
  Pick<FanOutPorts, 'enqueue'> &
  Omit<SweepPorts, 'now' | 'wake'>;

/** How long each call of a table takes, and how long its index lags behind it. */
type Delays = { call(): Promise<void>; indexed(write: () => void): void };

const keyOf = ({ webhookId, tenantId }: Lane): string => `${webhookId}#${tenantId}`;

const put = <Row>(rows: Map<string, Map<string, Row>>, key: string): Map<string, Row> => {
  const known = rows.get(key) ?? new Map<string, Row>();
  rows.set(key, known);
  return known;
};

/**
 * The webhook table in memory, as its adapters keep it: each call takes its time and is then done at once, and
 * the index comes later. It is there for speed; the adapters have tests of their own, on the engine's tables.
 */
export class MemoryWebhooks {
  readonly endpoints = new Map<string, Endpoint & { lookAt?: string | undefined }>();
  /** What came of each delivery in the end: `delivered` or `dead`, by endpoint and event. */
  readonly ended = new Map<string, Attempt['status']>();
  readonly #delays: Delays;
  readonly #seen = new Set<string>();
  /** Each lane's deliveries, by event. */
  readonly #waiting = new Map<string, Map<string, Delivery>>();
  readonly #arrivals = new Map<string, Map<string, Delivery>>();
  readonly #held = new Map<string, string>();
  readonly #index = new Map<string, Map<string, HeldLane>>();

  constructor(delays: Delays) {
    this.#delays = delays;
  }

  /** What the handlers are given in place of the table's adapters. */
  ports(): Ports {
    const slow =
      <Given extends unknown[], Answer>(run: (...given: Given) => Answer) =>
      async (...given: Given): Promise<Answer> => {
        await this.#delays.call();
        return run(...given);
      };
    return {
      endpoints: slow(() => [...this.endpoints.values()]),
      endpoint: slow((webhookId) => this.endpoints.get(webhookId)),
      dueEndpoints: slow((now) => this.#dueEndpoints(now)),
      enqueue: slow((delivery) => this.#enqueue(delivery)),
      begin: slow((webhookId, now) => this.#begin(webhookId, now)),
      end: slow((webhookId, lease, ending) => this.#end(webhookId, lease, ending)),
      arrivals: slow((webhookId, limit) =>
        [...(this.#arrivals.get(webhookId)?.values() ?? [])].slice(0, limit),
      ),
      held: slow((webhookId, limit) => this.#indexed(webhookId).slice(0, limit)),
      heldUntil: slow((lane) => this.#held.get(keyOf(lane))),
      first: slow((lane) => this.#first(lane)),
      record: slow((delivery, attempt) => this.#record(delivery, attempt)),
      forget: slow((some) => {
        for (const { webhookId, eventId } of some) this.#arrivals.get(webhookId)?.delete(eventId);
      }),
      letGo: slow((lane) => this.#hold(lane, undefined)),
      putBack: slow((lane, now) => this.#hold(lane, now.toISOString())),
      isSuspended: slow(() => false),
      disable: slow((webhookId) => {
        const endpoint = this.endpoints.get(webhookId);
        if (endpoint) endpoint.status = 'disabled';
      }),
    };
  }

  #dueEndpoints(now: Date): Endpoint[] {
    const time = now.toISOString();
    return [...this.endpoints.values()].filter(({ lookAt }) => lookAt && lookAt <= time);
  }

  #enqueue(delivery: Delivery): void {
    const key = `${delivery.webhookId}#${delivery.eventId}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    put(this.#waiting, keyOf(delivery)).set(delivery.eventId, delivery);
    put(this.#arrivals, delivery.webhookId).set(delivery.eventId, delivery);
  }

  #begin(webhookId: string, now: Date) {
    const endpoint = this.endpoints.get(webhookId);
    const { busyUntil = '' } = endpoint ?? {};
    if (!endpoint || busyUntil > now.toISOString()) return undefined;
    const lease = new Date(now.getTime() + LEASE_MS).toISOString();
    Object.assign(endpoint, { busyUntil: lease, lookAt: lease });
    return { endpoint: { ...endpoint }, lease };
  }

  #end(webhookId: string, lease: string, ending: Ending): boolean {
    const endpoint = this.endpoints.get(webhookId);
    if (endpoint?.busyUntil !== lease) return false;
    const { pausedUntil: busyUntil, ...rest } = ending;
    Object.assign(endpoint, { ...rest, busyUntil });
    return true;
  }

  #indexed(webhookId: string): HeldLane[] {
    const lanes = [...(this.#index.get(webhookId)?.values() ?? [])];
    return lanes.sort((one, other) => (one.due < other.due ? -1 : 1));
  }

  #first(lane: Lane): Delivery | undefined {
    const waiting = [...(this.#waiting.get(keyOf(lane))?.values() ?? [])];
    return waiting.sort((one, other) => one.sequence - other.sequence)[0];
  }

  #record(delivery: Delivery, attempt: Attempt): void {
    const { webhookId, eventId } = delivery;
    this.#arrivals.get(webhookId)?.delete(eventId);
    const waiting = put(this.#waiting, keyOf(delivery));
    if (attempt.next !== undefined) {
      waiting.set(eventId, { ...delivery, attempts: attempt.attempt });
      this.#hold(delivery, attempt.next);
      return;
    }
    waiting.delete(eventId);
    this.ended.set(`${webhookId}#${eventId}`, attempt.status);
  }

  #hold(lane: Lane, until: string | undefined): void {
    const { webhookId, tenantId } = lane;
    const index = put(this.#index, webhookId);
    if (until === undefined) this.#held.delete(keyOf(lane));
    else this.#held.set(keyOf(lane), until);
    this.#delays.indexed(() => {
      if (until === undefined) index.delete(tenantId);
      else index.set(tenantId, { tenantId, due: until });
    });
  }
}
