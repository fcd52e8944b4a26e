import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEveryEvent } from '#shared/onEvents.ts';
import { fanOutFunction } from './fanOut.function.ts';
import { fanOut } from './fanOut.ts';
import { enqueueIn } from './intake.ts';
import { laneWorker } from './laneWorker.ts';

const settings = env(fanOutFunction.environment);
const documents = documentClient();
const run = fanOut({
  ...laneWorker(documents, settings),
  enqueue: enqueueIn({ documents, tableName: settings.WEBHOOK_TABLE }),
});

export const handler = onEveryEvent(fanOutFunction, ({ type }, detail) => run({ type, detail }));
