import type { Detail } from '#events/defineEvent.ts';
import type { TenantOffboarded } from '#events/schemas/offboarding.ts';
import type { TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { type BillingPorts, type LedgerEntry, updated } from './billing.ts';

/** The line of a closed tenant; undefined for one that a newer event, or this one, has told of. */
const closedBy = (
  closing: Pick<LedgerEntry, 'tenantId' | 'eventId' | 'sequence'>,
  known: LedgerEntry | undefined,
): LedgerEntry | undefined => {
  if (!known) return { ...closing, status: 'closed' };
  const { status, customerId } = known;
  if (known.sequence >= closing.sequence) return undefined;
  if (status === 'billed' && customerId === undefined)
    throw new Error(`the customer of ${closing.tenantId} is just being made`);
  return { ...closing, status: 'closed', ...(customerId !== undefined && { customerId }) };
};

/**
 * Bills a tenant no longer that has left, or was rolled back, as one is whose first admin cannot be made. The ledger's
 * line keeps a late TenantProvisioned from billing it. Throws while its customer is just being made: the
 * event comes again.
 */
export const closeTenant =
  ({ ledger, billing }: BillingPorts) =>
  async ({
    metadata,
    data,
  }: Detail<typeof TenantProvisioningFailed | typeof TenantOffboarded>): Promise<void> => {
    const { eventId, sequence } = metadata;
    const { tenantId } = data;
    const entry = await updated(ledger, tenantId, (known) =>
      closedBy({ tenantId, eventId, sequence }, known),
    );
    if (entry?.eventId !== eventId || entry.customerId === undefined) return;
    await billing.closeCustomer(entry.customerId);
  };
