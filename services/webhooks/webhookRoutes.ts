import { type Route, route } from '#shared/httpRoute.ts';
import { type DeliveryPorts, listDeliveries, redriveWebhook } from './deliveries.ts';
import { type VerificationPorts, verifyWebhook } from './verifyWebhook.ts';
import { CreateWebhook, ListDeliveries, ListWebhooks, OneWebhook } from './webhookRequests.ts';
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
): Readonly<Record<string, Route>> => ({
  'POST /webhooks': route(CreateWebhook, createWebhook(ports)),
  'GET /webhooks': route(ListWebhooks, listWebhooks(ports)),
  'GET /webhooks/{webhookId}': route(OneWebhook, getWebhook(ports)),
  'DELETE /webhooks/{webhookId}': route(OneWebhook, deleteWebhook(ports)),
  'POST /webhooks/{webhookId}/secret': route(OneWebhook, rotateSecret(ports)),
  'POST /webhooks/{webhookId}/verify': route(OneWebhook, verifyWebhook(ports)),
  'POST /webhooks/{webhookId}/enable': route(OneWebhook, enableWebhook(ports)),
  'GET /webhooks/{webhookId}/deliveries': route(ListDeliveries, listDeliveries(ports)),
  'POST /webhooks/{webhookId}/redrive': route(OneWebhook, redriveWebhook(ports)),
});
