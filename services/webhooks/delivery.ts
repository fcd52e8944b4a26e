import * as z from 'zod';

/** One tenant's deliveries to one endpoint: they are made in the order of their events. */
export type Lane = { webhookId: string; tenantId: string };

/** An event on its way to one endpoint. */
export const Delivery = z.object({
  webhookId: z.string(),
  tenantId: z.string(),
  eventId: z.string(),
  /** The event's: those of a tenant are delivered in its order. */
  sequence: z.int(),
  type: z.string(),
  /** What is posted: the same bytes on every attempt. */
  body: z.string(),
  /** When its time of retries began. */
  since: z.iso.datetime(),
  /** How many attempts there have been. */
  attempts: z.number(),
});
export type Delivery = z.infer<typeof Delivery>;

/** That an event has come for an endpoint. */
export const Arrival = Delivery.pick({
  webhookId: true,
  tenantId: true,
  eventId: true,
  since: true,
});
export type Arrival = z.infer<typeof Arrival>;

/** A lane that waits after a failure, and from when on it is due. */
export const HeldLane = z.object({ tenantId: z.string(), due: z.string() });
export type HeldLane = z.infer<typeof HeldLane>;

/** A line of an endpoint's delivery log. */
export const Attempt = z.object({
  eventId: z.string(),
  type: z.string(),
  tenantId: z.string(),
  /** 1 for the first one. */
  attempt: z.number(),
  /** `dead`: there will be no other until it is redriven. */
  status: z.enum(['delivered', 'failed', 'dead']),
  at: z.iso.datetime(),
  /** When the next attempt is due. */
  next: z.iso.datetime().optional(),
  /** What the endpoint answered. */
  httpStatus: z.number().optional(),
  /** Why there was no answer. */
  problem: z.string().optional(),
});
export type Attempt = z.infer<typeof Attempt>;

/** The messages in the log that raise the alarm. */
export const alarming = { dead: 'webhook delivery dead', disabled: 'webhook disabled' } as const;
