import { describe, expect, it, jest } from '@jest/globals';
import { aTenantId, aTenantProvisioned, aUlid } from '../../support/builders.ts';
import { aBillingTeam } from './billingTeam.ts';

const provisioned = (n: number, eventId = aUlid(n)) =>
  aTenantProvisioned({ tenantId: aTenantId(n) }, { tenantId: aTenantId(n), eventId });

describe('billTenant', () => {
  it('makes a customer and notes the event that it is billed for', async () => {
    const { bill, entries } = aBillingTeam();

    await bill(provisioned(1));

    expect(entries()).toMatchObject([
      { tenantId: aTenantId(1), eventId: aUlid(1), status: 'billed', customerId: 'cus_1' },
    ]);
  });

  it('bills a tenant of a tier that it does not know, and keeps the tier’s name', async () => {
    const { bill, entries } = aBillingTeam();

    await bill(aTenantProvisioned({ tier: 'unheard' }));

    expect(entries()).toMatchObject([{ status: 'billed', tier: 'unheard' }]);
  });

  it('bills a tenant once, whatever comes again or at once', async () => {
    const { bill, entries, customers } = aBillingTeam();

    await Promise.all([bill(provisioned(1)), bill(provisioned(2)), bill(provisioned(1))]);
    await bill(provisioned(1, aUlid(9)));

    expect(entries().map(({ tenantId }) => tenantId)).toEqual([aTenantId(1), aTenantId(2)]);
    expect(customers.size).toBe(2);
  });

  it.each(['createCustomer', 'change'] as const)(
    'goes on where a try ended that failed at %s',
    async (failing) => {
      const { ports, bill, entries, customers } = aBillingTeam();
      const away = new Error('it is away');
      if (failing === 'createCustomer') {
        jest.spyOn(ports.billing, 'createCustomer').mockRejectedValueOnce(away);
      } else {
        const { change } = ports.ledger;
        jest
          .spyOn(ports.ledger, 'change')
          .mockImplementationOnce(change)
          .mockRejectedValueOnce(away);
      }

      await expect(bill(provisioned(1))).rejects.toThrow('it is away');
      await bill(provisioned(1));

      expect(customers.size).toBe(1);
      expect(entries()).toMatchObject([{ status: 'billed', customerId: 'cus_1' }]);
    },
  );
});
