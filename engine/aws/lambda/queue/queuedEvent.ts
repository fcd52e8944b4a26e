import { z } from 'zod';
import { Job } from '../job.ts';

const Condition = z.enum(['Success', 'RetriesExhausted', 'EventAgeExceeded']);
export type Condition = z.infer<typeof Condition>;

/** The result of an event on its way to its destination. */
const Delivery = z.object({
  destination: z.string(),
  role: z.string(),
  condition: Condition,
  /** The record that is sent, as JSON text. */
  record: z.string(),
  since: z.number(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A queued invocation. Times are epoch milliseconds. */
export const QueuedEvent = z.object({
  job: Job,
  queuedAt: z.number(),
  dueAt: z.number(),
  /** How often the function ran. */
  attempts: z.number(),
  /** How often a throttle or a failure of the engine held it up. */
  delays: z.number(),
  delivery: Delivery.optional(),
});
export type QueuedEvent = z.infer<typeof QueuedEvent>;

/** Six hours: as long as Lambda keeps an event at most. */
export const LONGEST_AGE_MS = 21_600_000;
const FIRST_RETRY_MS = 60_000;
const SECOND_RETRY_MS = 120_000;
const SHORTEST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 300_000;

/** An event that nobody has run yet. */
export const queuedEvent = (job: Job, now: number): QueuedEvent => ({
  job,
  queuedAt: now,
  dueAt: now,
  attempts: 0,
  delays: 0,
});

/** The event after the function failed: due again in a minute, then in two. */
export const retried = (event: QueuedEvent, now: number): QueuedEvent => ({
  ...event,
  attempts: event.attempts + 1,
  dueAt: now + (event.attempts === 0 ? FIRST_RETRY_MS : SECOND_RETRY_MS),
});

/** The event after a throttle or an error of the system, which count as no attempt. */
export const delayed = (event: QueuedEvent, now: number): QueuedEvent => ({
  ...event,
  delays: event.delays + 1,
  dueAt: now + Math.min(LONGEST_DELAY_MS, SHORTEST_DELAY_MS * 2 ** event.delays),
});
