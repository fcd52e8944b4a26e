import type { Detail } from '#events/defineEvent.ts';
import type { TenantProvisioned } from '#events/schemas/provisioning.ts';

/** One billed tenant; `eventId` is the event that it is billed for. */
export type LedgerEntry = {
  tenantId: string;
  eventId: string;
  customerId: string;
  tier: string;
  billedFrom: string;
};

export type Ledger = {
  has(tenantId: string): Promise<boolean>;
  /** Adds the entry unless the tenant has one. */
  add(entry: LedgerEntry): Promise<void>;
};

export type Billing = {
  /** The same key is the same customer, however often it is asked for. */
  createCustomer(customer: { key: string; name: string; email: string }): Promise<string>;
};

/**
 * Bills a tenant once. An event that comes again, or another one for the same tenant, finds the
 * ledger's entry; one that failed half way finds the customer that it made, by the tenant's id.
 */
export const billTenant =
  ({ ledger, billing }: { ledger: Ledger; billing: Billing }) =>
  async ({ metadata, data }: Detail<typeof TenantProvisioned>): Promise<void> => {
    const { tenantId, tenantName: name, adminEmail: email, tier } = data;
    if (await ledger.has(tenantId)) return;
    const customerId = await billing.createCustomer({ key: tenantId, name, email });
    const { eventId, occurredAt: billedFrom } = metadata;
    await ledger.add({ tenantId, eventId, customerId, tier, billedFrom });
  };
