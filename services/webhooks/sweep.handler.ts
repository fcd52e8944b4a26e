import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { endpointTable, everyEndpoint } from './endpointTable.ts';
import { sweepFunction } from './sweep.function.ts';
import { sweep } from './sweep.ts';
import { dueEndpointsIn } from './visitTable.ts';
import { wakeQueues } from './wakeQueues.ts';

const { WEBHOOK_TABLE: tableName } = env(sweepFunction.environment);
const documents = documentClient();

export const handler = sweep({
  now: () => new Date(),
  endpoints: () => everyEndpoint(endpointTable(documents, tableName).page),
  dueEndpoints: dueEndpointsIn(documents, tableName),
  wake: wakeQueues(),
});
