import type { z } from 'zod';
import { catalog } from '#events/catalog.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { on, onEvents } from '#shared/onEvents.ts';
import { fanOut } from './fanOut.ts';
import { enqueueIn } from './intake.ts';
import { laneWorker } from './laneWorker.ts';
import { WebhookEnv } from './webhookEnv.ts';

const { WEBHOOK_TABLE: tableName, WEBHOOK_HOSTS } = env(WebhookEnv);
const documents = documentClient();
const run = fanOut({
  ...laneWorker(documents, tableName, WEBHOOK_HOSTS),
  enqueue: enqueueIn({ documents, tableName }),
});

export const handler = onEvents(
  catalog.map((event) => on<z.ZodRawShape>(event, (detail) => run({ type: event.type, detail }))),
);
