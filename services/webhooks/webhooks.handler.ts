import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes, route } from '#shared/httpRoute.ts';
import { listDeliveries, redriveWebhook } from './deliveries.ts';
import { deliveryLogIn } from './deliveryLog.ts';
import { destinationOf } from './destination.ts';
import { endpointTable } from './endpointTable.ts';
import { ATTEMPT_MS, postTo, systemResolve } from './httpPost.ts';
import { redriveIn } from './intake.ts';
import { verifyWebhook } from './verifyWebhook.ts';
import { WebhookEnv } from './webhookEnv.ts';
import { CreateWebhook, ListDeliveries, ListWebhooks, OneWebhook } from './webhookRequests.ts';
import {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  getWebhook,
  listWebhooks,
  rotateSecret,
} from './webhooks.ts';

const { WEBHOOK_TABLE: tableName, WEBHOOK_HOSTS: hosts } = env(WebhookEnv);
const documents = documentClient();
const check = destinationOf({ resolve: systemResolve, hosts });

const ports = {
  ...endpointTable(documents, tableName),
  now: () => new Date(),
  newUlid: () => ulid(),
  newChallenge: () => randomBytes(24).toString('base64url'),
  urlProblem: async (url: string) => {
    const destination = await check(url);
    return 'problem' in destination ? destination.problem : undefined;
  },
  post: postTo({ resolve: systemResolve, hosts, attemptMs: ATTEMPT_MS }),
  log: deliveryLogIn(documents, tableName),
  redrive: redriveIn({ documents, tableName }),
};

export const handler = httpRoutes({
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
