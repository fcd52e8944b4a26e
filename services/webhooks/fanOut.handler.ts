import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEveryEvent } from '#shared/onEvents.ts';
import { endpointTable, everyEndpoint } from './endpointTable.ts';
import { fanOutFunction } from './fanOut.function.ts';
import { fanOut } from './fanOut.ts';
import { enqueueIn } from './intake.ts';
import { wakeQueues } from './wakeQueues.ts';

const { WEBHOOK_TABLE: tableName } = env(fanOutFunction.environment);
const documents = documentClient();

const run = fanOut({
  now: () => new Date(),
  endpoints: () => everyEndpoint(endpointTable(documents, tableName).page),
  enqueue: enqueueIn({ documents, tableName }),
  wake: wakeQueues(),
});

export const handler = onEveryEvent(fanOutFunction, ({ type }, detail) => run({ type, detail }));
