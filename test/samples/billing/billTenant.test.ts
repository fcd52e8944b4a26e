import { describe, expect, it } from '@jest/globals';
import {
  type Billing,
  billTenant,
  type Ledger,
  type LedgerEntry,
} from '../../../samples/billing/billTenant.ts';
import { aTenantId, aTenantProvisioned, aUlid } from '../../support/builders.ts';

/** A ledger and a billing system in memory; the ledger refuses as many additions as told. */
const aBillingTeam = (refusals = 0) => {
  const entries: LedgerEntry[] = [];
  const customers: string[] = [];
  let left = refusals;
  const ledger: Ledger = {
    has: async (id) => entries.some(({ tenantId }) => tenantId === id),
    async add(entry) {
      left -= 1;
      if (left >= 0) throw new Error('the table is away');
      if (!entries.some(({ tenantId }) => tenantId === entry.tenantId)) entries.push(entry);
    },
  };
  const billing: Billing = {
    async createCustomer({ key }) {
      if (!customers.includes(key)) customers.push(key);
      return `cus_${customers.indexOf(key) + 1}`;
    },
  };
  return { entries, customers, bill: billTenant({ ledger, billing }) };
};

const provisioned = (n: number, eventId = aUlid(n)) =>
  aTenantProvisioned({ tenantId: aTenantId(n) }, { tenantId: aTenantId(n), eventId });

describe('billTenant', () => {
  it('makes a customer and notes the event that it is billed for', async () => {
    const { bill, entries } = aBillingTeam();

    await bill(provisioned(1));

    expect(entries).toMatchObject([
      { tenantId: aTenantId(1), eventId: aUlid(1), customerId: 'cus_1' },
    ]);
  });

  it('bills a tenant once, whatever comes again or at once', async () => {
    const { bill, entries, customers } = aBillingTeam();

    await Promise.all([bill(provisioned(1)), bill(provisioned(2)), bill(provisioned(1))]);
    await bill(provisioned(1, aUlid(9)));

    expect(entries.map(({ tenantId }) => tenantId).sort()).toEqual([aTenantId(1), aTenantId(2)]);
    expect(customers).toHaveLength(2);
  });

  it('finds the customer that a failed try has made', async () => {
    const { bill, entries, customers } = aBillingTeam(1);

    await expect(bill(provisioned(1))).rejects.toThrow('the table is away');
    await bill(provisioned(1));

    expect(customers).toHaveLength(1);
    expect(entries).toHaveLength(1);
  });
});
