import type { Runs } from '#shared/declaredRoute.ts';
import { type DeliveryPorts, listDeliveries, redriveWebhook } from './deliveries.ts';
import { type VerificationPorts, verifyWebhook } from './verifyWebhook.ts';
import type { webhooksFunction } from './webhooks.function.ts';
import {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  getWebhook,
  listWebhooks,
  rotateSecret,
  type WebhookPorts,
} from './webhooks.ts';

/** Everything that operators do with webhooks, by `METHOD /resource`. */
export const webhookRoutes = (
  ports: WebhookPorts & VerificationPorts & DeliveryPorts,
): Runs<(typeof webhooksFunction)['routes']> => ({
  'POST /webhooks': createWebhook(ports),
  'GET /webhooks': listWebhooks(ports),
  'GET /webhooks/{webhookId}': getWebhook(ports),
  'DELETE /webhooks/{webhookId}': deleteWebhook(ports),
  'POST /webhooks/{webhookId}/secret': rotateSecret(ports),
  'POST /webhooks/{webhookId}/verify': verifyWebhook(ports),
  'POST /webhooks/{webhookId}/enable': enableWebhook(ports),
  'GET /webhooks/{webhookId}/deliveries': listDeliveries(ports),
  'POST /webhooks/{webhookId}/redrive': redriveWebhook(ports),
});
