import type { Run } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import { problem } from '#shared/reply.ts';
import type { Attempt } from './delivery.ts';
import { type SendWakes, wakeOf } from './wake.ts';
import type { webhooksFunction } from './webhooks.function.ts';
import { type WebhookPorts, withEndpoint } from './webhooks.ts';

type Routes = (typeof webhooksFunction)['routes'];

type Page = { limit: number; after: string | undefined };

export type DeliveryPorts = Pick<WebhookPorts, 'now' | 'get'> & {
  /** The log, or the dead letters, newest first; `last` is where this page ended. */
  log(
    webhookId: string,
    of: 'attempts' | 'dead',
    page: Page,
  ): Promise<{ entries: Attempt[]; last: string | undefined }>;
  redrive(webhookId: string, now: Date): Promise<{ redriven: number; more: boolean }>;
  wake: SendWakes;
};

/** What was sent to an endpoint in the last thirty days and what it answered; or its dead letters. */
export const listDeliveries =
  (ports: DeliveryPorts): Run<Routes['GET /webhooks/{webhookId}/deliveries']> =>
  async ({ query, ...request }) =>
    withEndpoint(ports, async ({ webhookId }) => {
      const { status, limit, nextToken: after } = query;
      const page = await ports.log(webhookId, status ?? 'attempts', { limit, after });
      const body = { deliveries: page.entries, nextToken: nextTokenOf(page.last) };
      return { status: 200 as const, body };
    })(request);

/** Sends an endpoint's dead letters again, oldest first. */
export const redriveWebhook = (
  ports: DeliveryPorts,
): Run<Routes['POST /webhooks/{webhookId}/redrive']> =>
  withEndpoint(ports, async (endpoint) => {
    const { webhookId, status } = endpoint;
    if (status !== 'enabled') {
      const message = `webhook ${webhookId} is ${status}; enable it first`;
      return problem(409, 'WebhookNotEnabled', { message });
    }
    const body = await ports.redrive(webhookId, ports.now());
    await ports.wake([wakeOf(endpoint)]);
    return { status: 202, body };
  });
