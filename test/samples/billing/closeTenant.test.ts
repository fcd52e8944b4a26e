import { describe, expect, it } from '@jest/globals';
import {
  aTenantDeactivated,
  aTenantId,
  aTenantOffboarded,
  aTenantProvisioned,
  aTenantProvisioningFailed,
  aUlid,
} from '../../support/builders.ts';
import { aBillingTeam } from './billingTeam.ts';

const tenantId = aTenantId(1);
const provisioned = (n: number) =>
  aTenantProvisioned({ tenantId }, { tenantId, eventId: aUlid(n), sequence: n });
const failed = (n: number) =>
  aTenantProvisioningFailed({ tenantId }, { tenantId, eventId: aUlid(n), sequence: n });

const offboarded = (n: number) =>
  aTenantOffboarded({ tenantId }, { tenantId, eventId: aUlid(n), sequence: n });

describe('closeTenant', () => {
  it('closes the customer of a tenant that has left, suspended or not', async () => {
    const { bill, pause, close, entries, open } = aBillingTeam();
    await bill(provisioned(1));
    await pause(aTenantDeactivated({ tenantId }, { tenantId, eventId: aUlid(10), sequence: 10 }));

    await close(offboarded(12));
    await bill(provisioned(1));

    expect(open()).toEqual([]);
    expect(entries()).toMatchObject([{ sequence: 12, status: 'closed', customerId: 'cus_1' }]);
  });

  it('closes the customer of a tenant that was rolled back, however often it is told', async () => {
    const { bill, close, entries, open } = aBillingTeam();
    await bill(provisioned(1));

    await close(failed(2));
    await close(failed(2));

    expect(open()).toEqual([]);
    expect(entries()).toMatchObject([{ eventId: aUlid(2), status: 'closed', customerId: 'cus_1' }]);
  });

  it('keeps a late TenantProvisioned from billing it', async () => {
    const { bill, close, customers } = aBillingTeam();

    await close(failed(2));
    await bill(provisioned(1));

    expect(customers.size).toBe(0);
  });

  it('leaves one alone that was provisioned since, with a customer of its own', async () => {
    const { bill, close, open } = aBillingTeam();
    await bill(provisioned(1));
    await close(failed(2));
    await bill(provisioned(3));

    await close(failed(2));

    expect(open()).toEqual(['cus_2']);
  });

  it('comes again when the customer is just being made', async () => {
    const { ports, bill, close, open } = aBillingTeam();
    await ports.ledger.change(undefined, {
      tenantId,
      eventId: aUlid(1),
      sequence: 1,
      status: 'billed',
    });

    await expect(close(failed(2))).rejects.toThrow(
      `the customer of ${tenantId} is just being made`,
    );
    await bill(provisioned(1));
    await close(failed(2));

    expect(open()).toEqual([]);
  });

  it('closes the customer when the try before noted it and failed then', async () => {
    const { ports, bill, close, open } = aBillingTeam();
    await bill(provisioned(1));
    const { closeCustomer } = ports.billing;
    ports.billing.closeCustomer = async () => {
      ports.billing.closeCustomer = closeCustomer;
      throw new Error('billing is away');
    };

    await expect(close(failed(2))).rejects.toThrow('billing is away');
    await close(failed(2));

    expect(open()).toEqual([]);
  });

  it('bills and closes at once, in whatever order: nobody is billed in the end', async () => {
    const { bill, close, open } = aBillingTeam();

    const [, closing] = await Promise.allSettled([bill(provisioned(1)), close(failed(2))]);
    if (closing.status === 'rejected') await close(failed(2));

    expect(open()).toEqual([]);
  });
});
