import { describe, expect, it } from '@jest/globals';
import {
  aTenantActivated,
  aTenantDeactivated,
  aTenantId,
  aTenantProvisioned,
  aUlid,
} from '../../support/builders.ts';
import { aBillingTeam } from './billingTeam.ts';

const tenantId = aTenantId(1);
const metadata = (n: number) => ({ tenantId, eventId: aUlid(n), sequence: n });
const provisioned = (n: number) => aTenantProvisioned({ tenantId }, metadata(n));
const deactivated = (n: number) => aTenantDeactivated({ tenantId }, metadata(n));
const activated = (n: number) => aTenantActivated({ tenantId }, metadata(n));

type Team = ReturnType<typeof aBillingTeam>;
const isPaused = ({ customers }: Team) => [...customers.values()].map(({ paused }) => paused);

describe('pauseTenant and resumeTenant', () => {
  it('pause a tenant while it is suspended, and keep its customer', async () => {
    const team = aBillingTeam();
    await team.bill(provisioned(2));

    await team.pause(deactivated(10));
    const meanwhile = { paused: isPaused(team), entries: team.entries() };
    await team.resume(activated(11));

    expect(meanwhile.paused).toEqual([true]);
    expect(meanwhile.entries).toMatchObject([{ status: 'paused', customerId: 'cus_1' }]);
    expect(isPaused(team)).toEqual([false]);
    expect(team.entries()).toMatchObject([{ status: 'billed', customerId: 'cus_1' }]);
  });

  it('go by the newest of both, whatever comes last', async () => {
    const team = aBillingTeam();
    await team.bill(provisioned(2));

    await team.resume(activated(11));
    await team.pause(deactivated(10));
    await team.bill(provisioned(2));

    expect(isPaused(team)).toEqual([false]);
  });

  it('come again while the customer is still to be made', async () => {
    const team = aBillingTeam();

    await expect(team.pause(deactivated(10))).rejects.toThrow('is still to be made');
    await team.bill(provisioned(2));
    await team.pause(deactivated(10));

    expect(isPaused(team)).toEqual([true]);
  });

  it('tell billing again when the try before noted it and failed then', async () => {
    const team = aBillingTeam();
    await team.bill(provisioned(2));
    const { pauseCustomer } = team.ports.billing;
    team.ports.billing.pauseCustomer = async () => {
      team.ports.billing.pauseCustomer = pauseCustomer;
      throw new Error('billing is away');
    };

    await expect(team.pause(deactivated(10))).rejects.toThrow('billing is away');
    await team.pause(deactivated(10));

    expect(isPaused(team)).toEqual([true]);
  });

  it('leave billing as the newest has it when an older call arrives last', async () => {
    const team = aBillingTeam();
    await team.bill(provisioned(2));
    const { pauseCustomer } = team.ports.billing;
    team.ports.billing.pauseCustomer = async (customerId) => {
      await team.resume(activated(11));
      await pauseCustomer(customerId);
    };

    await team.pause(deactivated(10));

    expect(isPaused(team)).toEqual([false]);
  });
});

/** A small generator of numbers below 1: the same for the same seed. */
const randomOf = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

const LIVES = 200;

describe('the ledger', () => {
  it.each(Array.from({ length: LIVES }, (_, n) => n + 1))(
    'is exact after life %i, with duplicates and disorder',
    async (seed) => {
      const random = randomOf(seed);
      const team = aBillingTeam();
      const changes = Math.floor(random() * 6);
      const life = [
        () => team.bill(provisioned(2)),
        ...Array.from({ length: changes }, (_, at) =>
          at % 2 === 0
            ? () => team.pause(deactivated(10 + at))
            : () => team.resume(activated(10 + at)),
        ),
      ];
      const waiting = life.flatMap((one) =>
        Array.from({ length: 1 + Math.floor(random() * 2) }, () => one),
      );

      while (waiting.length > 0) {
        const [one] = waiting.splice(Math.floor(random() * waiting.length), 1);
        await one?.().catch(() => waiting.push(one));
      }

      expect(isPaused(team)).toEqual([changes % 2 === 1]);
      expect(team.entries()).toMatchObject([
        { status: changes % 2 === 1 ? 'paused' : 'billed', customerId: 'cus_1' },
      ]);
    },
  );
});
