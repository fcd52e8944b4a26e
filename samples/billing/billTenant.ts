import type { Detail } from '#events/defineEvent.ts';
import type { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { type BillingPorts, type LedgerEntry, updated } from './billing.ts';

/** Whether a tenant may be billed for an event: it is not, or was closed before. */
const isBillable = (known: LedgerEntry | undefined, sequence: number): boolean =>
  !known || (known.status === 'closed' && known.sequence < sequence);

/**
 * Bills a tenant once. The ledger says so before the customer is made, so that a try that failed half way
 * is known; the next one finds the customer by the event's id.
 */
export const billTenant =
  ({ ledger, billing }: BillingPorts) =>
  async ({ metadata, data }: Detail<typeof TenantProvisioned>): Promise<void> => {
    const { eventId, sequence, occurredAt: billedFrom } = metadata;
    const { tenantId, tenantName: name, adminEmail: email, tier } = data;
    const billed: LedgerEntry = { tenantId, eventId, sequence, status: 'billed', tier, billedFrom };
    const entry = await updated(ledger, tenantId, (known) =>
      isBillable(known, sequence) ? billed : undefined,
    );
    if (entry?.eventId !== eventId || entry.customerId !== undefined) return;
    const customerId = await billing.createCustomer({ key: eventId, name, email });
    await updated(ledger, tenantId, (known) =>
      known?.eventId === eventId ? { ...billed, customerId } : undefined,
    );
  };
