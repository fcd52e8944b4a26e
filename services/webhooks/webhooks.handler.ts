import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { deliveryLogIn } from './deliveryLog.ts';
import { destinationOf } from './destination.ts';
import { endpointTable } from './endpointTable.ts';
import { ATTEMPT_MS, postTo, systemResolve as resolve } from './httpPost.ts';
import { redriveIn } from './intake.ts';
import { wakeQueues } from './wakeQueues.ts';
import { webhookRoutes } from './webhookRoutes.ts';
import { webhooksFunction } from './webhooks.function.ts';

const { WEBHOOK_TABLE: tableName, WEBHOOK_HOSTS: hosts } = env(webhooksFunction.environment);
const documents = documentClient();

export const handler = httpRoutes(
  webhooksFunction,
  webhookRoutes({
    ...endpointTable(documents, tableName),
    now: () => new Date(),
    newUlid: () => ulid(),
    newChallenge: () => randomBytes(24).toString('base64url'),
    check: destinationOf({ resolve, hosts }),
    post: postTo({ resolve, hosts, attemptMs: ATTEMPT_MS }),
    log: deliveryLogIn(documents, tableName),
    redrive: redriveIn({ documents, tableName }),
    wake: wakeQueues(),
  }),
);
