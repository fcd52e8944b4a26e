import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { dueLanesIn } from './laneTable.ts';
import { laneWorker } from './laneWorker.ts';
import { sweepFunction } from './sweep.function.ts';
import { sweep } from './sweep.ts';

const settings = env(sweepFunction.environment);
const documents = documentClient();

export const handler = sweep({
  ...laneWorker(documents, settings),
  dueLanes: dueLanesIn(documents, settings.WEBHOOK_TABLE),
});
