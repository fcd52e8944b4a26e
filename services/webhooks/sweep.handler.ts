import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { dueLanesIn } from './laneTable.ts';
import { laneWorker } from './laneWorker.ts';
import { sweep } from './sweep.ts';
import { WebhookEnv } from './webhookEnv.ts';

const { WEBHOOK_TABLE, WEBHOOK_HOSTS } = env(WebhookEnv);
const documents = documentClient();

export const handler = sweep({
  ...laneWorker(documents, WEBHOOK_TABLE, WEBHOOK_HOSTS),
  dueLanes: dueLanesIn(documents, WEBHOOK_TABLE),
});
