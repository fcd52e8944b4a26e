import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { Health } from './health.ts';

const Secret = z.object({
  value: z.string(),
  /** When it stops signing; absent for the current one. */
  until: z.iso.datetime().optional(),
});
export type Secret = z.infer<typeof Secret>;

/** Where a system outside AWS wants events posted, with all that is kept of it. */
export const Endpoint = z.object({
  webhookId: z.string(),
  url: z.string(),
  /** The types that it wants; absent for all, those to come included. */
  events: z.array(z.string()).optional(),
  /** Only this tenant's events, where it is there. */
  tenantId: TenantId.optional(),
  description: z.string().optional(),
  /** `pending` until its challenge was answered; `disabled` by its own 410. */
  status: z.enum(['pending', 'enabled', 'disabled']),
  createdAt: z.iso.datetime(),
  /** The current one first. */
  secrets: z.array(Secret).min(1),
  /** Absent until it was first visited. */
  health: Health.optional(),
  /** Until when nobody else may visit it: it is being visited, or left alone after failures. */
  busyUntil: z.iso.datetime().optional(),
  /** When the first of the tenants is due again that wait after a failure, as far as is known. */
  retryAt: z.iso.datetime().optional(),
});
export type Endpoint = z.infer<typeof Endpoint>;

const ROTATION_MS = 24 * 3_600_000;

/** The secrets that sign at this time: more than one for a day after a rotation. */
export const signingSecrets = (secrets: readonly Secret[], at: Date): Secret[] =>
  secrets.filter(({ until }) => until === undefined || new Date(until) > at);

/** Puts a new secret in front; those that sign now go on for a day, or as long as was promised. */
export const rotated = (secrets: readonly Secret[], value: string, at: Date): Secret[] => {
  const until = new Date(at.getTime() + ROTATION_MS).toISOString();
  return [{ value }, ...signingSecrets(secrets, at).map((secret) => ({ until, ...secret }))];
};

/** Whether an endpoint is to get an event. A disabled one is: what it misses can be redriven. */
export const wants = (endpoint: Endpoint, event: { type: string; tenantId: string }): boolean =>
  endpoint.status !== 'pending' &&
  (endpoint.events === undefined || endpoint.events.includes(event.type)) &&
  (endpoint.tenantId === undefined || endpoint.tenantId === event.tenantId);

/** An endpoint as operators see it: without its secrets, and what only its visitors need. */
export const EndpointView = Endpoint.omit({
  secrets: true,
  health: true,
  busyUntil: true,
  retryAt: true,
}).meta({ id: 'Webhook' });
export type EndpointView = z.infer<typeof EndpointView>;

export const endpointView = (endpoint: Endpoint): EndpointView => EndpointView.parse(endpoint);
