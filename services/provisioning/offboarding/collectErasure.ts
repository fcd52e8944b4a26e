import type { Detail } from '#events/defineEvent.ts';
import type { TenantDataErased } from '#events/schemas/offboarding.ts';
import { Contradicted } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { Receipts } from './erasureReceipt.ts';

export type CollectPorts = { receipts: Pick<Receipts, 'get' | 'answer'> };

/**
 * Notes on the receipt of a tenant that has left what somebody says to have erased. Contradicted where it speaks for
 * another, or does not answer the TenantOffboarded of that tenant; said twice, the first time counts.
 */
export const collectErasure =
  ({ receipts }: CollectPorts) =>
  async (
    { metadata, data }: Detail<typeof TenantDataErased>,
    { source }: { source?: string | undefined },
  ): Promise<void> => {
    const { tenantId, by, at, items } = data;
    if (by !== source) throw new Contradicted(`${source} speaks for ${by}`);
    const { offboardedEventId } = (await receipts.get(tenantId)) ?? {};
    if (offboardedEventId === undefined || offboardedEventId !== metadata.causationId) {
      throw new Contradicted(`it does not answer that the tenant ${tenantId} has left`);
    }
    await receipts.answer({ tenantId, offboardedEventId }, by, { at, items });
    logger.info('erasure noted', { tenantId, by });
  };
