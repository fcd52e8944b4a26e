import { describe, expect, it } from '@jest/globals';
import { userRates } from '../../../services/identity/userRates.ts';
import type { ControlCaller } from '../../../services/shared/caller.ts';
import type { Turn } from '../../../services/shared/turns.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';

const most = { INVITATIONS_PER_MINUTE: 20, INVITATIONS_PER_DAY: 500, LISTS_PER_MINUTE: 120 };

const admin: ControlCaller = {
  userRole: 'TenantAdmin',
  userName: 'ada',
  tenantId: aTenantId(1),
};
const operator: ControlCaller = { userRole: 'SystemAdmin', userName: 'root' };

/** A route behind these rates; `full` says which counts have no room, and for how long. */
const limited = (what: 'invitations' | 'lists', full: Readonly<Record<string, number>> = {}) => {
  const turns: Turn[] = [];
  let runs = 0;
  const takeTurn = async (turn: Turn) => {
    turns.push(turn);
    return full[turn.who.split('#')[0] ?? ''];
  };
  const within = userRates({ takeTurn, newUlid: () => aUlid(1) }, most);
  const run = async (_request: { caller: ControlCaller }) => {
    runs += 1;
    return { status: 200 };
  };
  return { ask: within[what](run), turns, runs: () => runs };
};

describe('userRates', () => {
  it('counts an invitation by its tenant, for the minute and the day', async () => {
    const { ask, turns } = limited('invitations');

    expect(await ask({ caller: admin })).toEqual({ status: 200 });
    expect(turns).toEqual([
      { who: `invitations#${aTenantId(1)}`, id: aUlid(1), most: 20, windowSeconds: 60 },
      { who: `dailyInvitations#${aTenantId(1)}`, id: aUlid(1), most: 500, windowSeconds: 86_400 },
    ]);
  });

  it('counts lists apart from invitations', async () => {
    const { ask, turns } = limited('lists', { invitations: 9 });

    expect(await ask({ caller: admin })).toEqual({ status: 200 });
    expect(turns.map(({ who, most: of }) => [who, of])).toEqual([[`lists#${aTenantId(1)}`, 120]]);
  });

  it.each([
    ['invitations', 'invitations', 'minute'],
    ['invitations', 'dailyInvitations', 'day'],
    ['lists', 'lists', 'minute'],
  ] as const)(
    'runs no request of %s when %s are used up, and says when to come again',
    async (what, full, time) => {
      const { ask, runs } = limited(what, { [full]: 17 });

      expect(await ask({ caller: admin })).toMatchObject({
        status: 429,
        body: { code: 'TooManyRequests', message: expect.stringContaining(time) },
        headers: { 'retry-after': '17' },
      });
      expect(runs()).toBe(0);
    },
  );

  it('counts nothing that operators do', async () => {
    const { ask, turns } = limited('invitations', { invitations: 17 });

    expect(await ask({ caller: operator })).toEqual({ status: 200 });
    expect(turns).toEqual([]);
  });
});
