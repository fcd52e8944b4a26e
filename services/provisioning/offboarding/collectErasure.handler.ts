import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { collectErasureFunction } from './collectErasure.function.ts';
import { collectErasure } from './collectErasure.ts';
import { receiptTable } from './receiptTable.ts';

const { ERASURE_TABLE } = env(collectErasureFunction.environment);

export const handler = onEvents(collectErasureFunction, {
  TenantDataErased: collectErasure({ receipts: receiptTable(documentClient(), ERASURE_TABLE) }),
});
