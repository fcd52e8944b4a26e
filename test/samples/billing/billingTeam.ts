import type { Billing, Ledger, LedgerEntry } from '../../../samples/billing/billing.ts';
import { billTenant } from '../../../samples/billing/billTenant.ts';
import { closeTenant } from '../../../samples/billing/closeTenant.ts';
import { pauseTenant, resumeTenant } from '../../../samples/billing/pauseTenant.ts';

/** A ledger and a billing system in memory. */
export const aBillingTeam = () => {
  const entries = new Map<string, LedgerEntry>();
  const customers = new Map<string, { id: string; paused: boolean; closed: boolean }>();
  const ledger: Ledger = {
    get: async (tenantId) => entries.get(tenantId),
    async change(from, to) {
      const now = entries.get(to.tenantId);
      if (now?.eventId !== from?.eventId || now?.customerId !== from?.customerId) return false;
      entries.set(to.tenantId, to);
      return true;
    },
  };
  const change = (customerId: string, to: { paused?: boolean; closed?: boolean }): void => {
    for (const customer of customers.values()) {
      if (customer.id === customerId) Object.assign(customer, to);
    }
  };
  const billing: Billing = {
    async createCustomer({ key }) {
      const known = customers.get(key) ?? {
        id: `cus_${customers.size + 1}`,
        paused: false,
        closed: false,
      };
      customers.set(key, known);
      return known.id;
    },
    pauseCustomer: async (customerId) => change(customerId, { paused: true }),
    resumeCustomer: async (customerId) => change(customerId, { paused: false }),
    closeCustomer: async (customerId) => change(customerId, { closed: true }),
  };
  const ports = { ledger, billing };
  return {
    ports,
    bill: billTenant(ports),
    close: closeTenant(ports),
    pause: pauseTenant(ports),
    resume: resumeTenant(ports),
    entries: () => [...entries.values()],
    open: () => [...customers.values()].filter(({ closed }) => !closed).map(({ id }) => id),
    customers,
  };
};
