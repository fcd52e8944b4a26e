import { messageBody } from '#events/webhookMessage.ts';
import type { Delivery } from './delivery.ts';
import { type Endpoint, wants } from './endpoint.ts';
import type { BusEvent } from './message.ts';
import { type SendWakes, wakeOf } from './wake.ts';

export type FanOutPorts = {
  now(): Date;
  endpoints(): Promise<Endpoint[]>;
  /** Once per endpoint and event. */
  enqueue(delivery: Delivery): Promise<void>;
  wake: SendWakes;
};

const isBusy = ({ busyUntil }: Endpoint, now: Date): boolean =>
  busyUntil !== undefined && busyUntil > now.toISOString();

/**
 * Wakes endpoints that something has come for. Who visits one looks once more after the visit, and so does
 * who left one alone for a while: these need no wake.
 */
const wakeIdle = async (ports: FanOutPorts, webhookIds: ReadonlySet<string>): Promise<void> => {
  const all = await ports.endpoints();
  const now = ports.now();
  const idle = all.filter(
    (endpoint) => webhookIds.has(endpoint.webhookId) && !isBusy(endpoint, now),
  );
  await ports.wake(idle.map(wakeOf));
};

/**
 * Keeps a delivery for each endpoint that wants the event, and wakes these endpoints. Nothing is posted here.
 * Throws when one could not be kept; the others are on their way then all the same.
 */
export const fanOut =
  (ports: FanOutPorts) =>
  async (event: BusEvent): Promise<void> => {
    const { tenantId, eventId, sequence } = event.detail.metadata;
    const { type } = event;
    const all = await ports.endpoints();
    const webhookIds = all
      .filter((endpoint) => wants(endpoint, { type, tenantId }))
      .map(({ webhookId }) => webhookId);
    const since = ports.now().toISOString();
    const body = messageBody(event);
    const delivery = { tenantId, eventId, sequence, type, body, since, attempts: 0 };
    const kept = await Promise.allSettled(
      webhookIds.map((webhookId) => ports.enqueue({ webhookId, ...delivery })),
    );
    await wakeIdle(ports, new Set(webhookIds));
    const failed = kept.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  };
