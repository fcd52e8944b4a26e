import { logger } from '#shared/logger.ts';
import type { Delivery, Lane } from './delivery.ts';
import { type Endpoint, wants } from './endpoint.ts';
import { type BusEvent, messageBody } from './message.ts';

export type FanOutPorts = {
  now(): Date;
  endpoints(): Promise<Endpoint[]>;
  /** Once per endpoint and event. */
  enqueue(delivery: Delivery): Promise<void>;
  deliver(lane: Lane, until: Date): Promise<void>;
};

/** How long a run of a function goes on starting attempts; the function's timeout leaves room. */
export const WORK_MS = 40_000;

const deliverOrLeave = async (ports: FanOutPorts, lane: Lane, until: Date): Promise<void> => {
  try {
    await ports.deliver(lane, until);
  } catch (error) {
    // It is in its lane: the sweep goes on with it within minutes.
    logger.warn('webhook lane not worked; left to the sweep', { error, ...lane });
  }
};

/** Keeps a delivery for each endpoint that wants the event, and then makes those that are due. */
export const fanOut =
  (ports: FanOutPorts) =>
  async (event: BusEvent): Promise<void> => {
    const since = ports.now();
    const { tenantId, eventId, sequence } = event.detail.metadata;
    const all = await ports.endpoints();
    const lanes = all
      .filter((endpoint) => wants(endpoint, { type: event.type, tenantId }))
      .map(({ webhookId }) => ({ webhookId, tenantId }));
    const delivery = {
      eventId,
      sequence,
      type: event.type,
      body: messageBody(event),
      since: since.toISOString(),
      attempts: 0,
    };
    await Promise.all(lanes.map((lane) => ports.enqueue({ ...lane, ...delivery })));
    const until = new Date(since.getTime() + WORK_MS);
    await Promise.all(lanes.map((lane) => deliverOrLeave(ports, lane, until)));
  };
