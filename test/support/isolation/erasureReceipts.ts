import type { ErasureReceipt } from '../../../services/provisioning/offboarding/erasureReceipt.ts';
import { aUlid } from '../builders.ts';
import { deployedTable } from '../deployedTables.ts';
import type { Product } from '../product.ts';
import type { Tenant } from './isolationPeople.ts';

/** Receipts as if these tenants had been erased, so that there is something to see of each. */
export const putReceipts = async (product: Product, tenants: readonly Tenant[]): Promise<void> => {
  const erasures = await deployedTable(product, 'Erasures');
  for (const { tenantId, registrationId } of tenants) {
    const receipt: ErasureReceipt = {
      tenantId,
      registrationId,
      operationId: aUlid(1),
      tier: 'basic',
      deployment: 'pool',
      offboardedEventId: aUlid(2),
      sequence: 11,
      beganAt: '2026-02-04T09:42:00.000Z',
      erased: {},
      parties: {},
    };
    await erasures.put(receipt);
  }
};
