import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';
import { pageFields } from '#shared/page.ts';
import { Attempt } from './delivery.ts';
import { EndpointView } from './endpoint.ts';
import { PostingEnv } from './webhookEnv.ts';
import { CreateWebhook, ListDeliveries, ListWebhooks, OneWebhook } from './webhookRequests.ts';

const secret = z.string().describe('Signs what is sent, by Standard Webhooks. Shown this once.');
const roles = ['SystemAdmin'] as const;
const notFound = { says: 'No webhook has this id.' };
const shown = { says: 'The webhook.', body: EndpointView };

export const webhooksFunction = defineFunction({
  handler: 'webhooks/webhooks',
  environment: PostingEnv,
  routes: {
    'POST /webhooks': {
      says: 'Registers an endpoint; it gets events once it is verified.',
      roles,
      request: CreateWebhook,
      replies: {
        201: {
          says: 'The webhook, with its secret.',
          body: EndpointView.extend({ secret }).meta({ id: 'NewWebhook' }),
        },
      },
    },
    'GET /webhooks': {
      says: 'Lists webhooks in the order in which they were registered.',
      roles,
      request: ListWebhooks,
      replies: {
        200: {
          says: 'A page of webhooks.',
          body: z.object({ webhooks: z.array(EndpointView), ...pageFields }),
        },
      },
    },
    'GET /webhooks/{webhookId}': {
      says: 'Shows a webhook.',
      roles,
      request: OneWebhook,
      replies: { 200: shown, 404: notFound },
    },
    'DELETE /webhooks/{webhookId}': {
      says: 'Removes a webhook and what waits for it.',
      roles,
      request: OneWebhook,
      replies: { 204: { says: 'The webhook is gone.' }, 404: notFound },
    },
    'POST /webhooks/{webhookId}/secret': {
      says: 'Gives a new secret; those before sign beside it for a day.',
      roles,
      request: OneWebhook,
      replies: {
        201: { says: 'The new secret.', body: z.object({ secret }) },
        404: notFound,
        409: { says: 'The secret was changed at the same time.' },
      },
    },
    'POST /webhooks/{webhookId}/verify': {
      says: 'Posts a challenge that the endpoint must send back; a pending one is enabled by it.',
      roles,
      request: OneWebhook,
      replies: { 200: shown, 404: notFound, 422: { says: 'The endpoint did not send it back.' } },
    },
    'POST /webhooks/{webhookId}/enable': {
      says: 'Lets a disabled endpoint have events again.',
      roles,
      request: OneWebhook,
      replies: { 200: shown, 404: notFound, 409: { says: 'It has to be verified first.' } },
    },
    'GET /webhooks/{webhookId}/deliveries': {
      says: 'Lists what was sent to an endpoint, or its dead letters, newest first.',
      roles,
      request: ListDeliveries,
      replies: {
        200: {
          says: 'A page of deliveries.',
          body: z.object({
            deliveries: z.array(Attempt.meta({ id: 'Delivery' })),
            ...pageFields,
          }),
        },
        404: notFound,
      },
    },
    'POST /webhooks/{webhookId}/redrive': {
      says: 'Sends the dead letters of an endpoint again, oldest first.',
      roles,
      request: OneWebhook,
      replies: {
        202: {
          says: 'How many wait to be sent, and whether there are more.',
          body: z.object({ redriven: z.int(), more: z.boolean() }),
        },
        404: notFound,
        409: { says: 'The endpoint is not enabled.' },
      },
    },
  },
});
