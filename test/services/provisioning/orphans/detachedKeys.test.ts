import { describe, expect, it } from '@jest/globals';
import { detachedKeys } from '../../../../services/provisioning/orphans/detachedKeys.ts';
import type { StandingRoute } from '../../../../services/shared/route.ts';
import { route, sweepOf, tenantId } from './sweeping.ts';

const { apiKeyId } = route;

/** What is found when these routes stood, and those do by now. */
const foundIn = (before: StandingRoute, now: StandingRoute[], keys: string[]) => {
  const planned = new Set(keys);
  return detachedKeys(sweepOf({ routes: now, planned }).ports, [before]);
};

describe('detachedKeys', () => {
  it('finds the key of an active route that is in no plan', async () => {
    expect(await foundIn(route, [route], ['another'])).toEqual([{ tenantId, apiKeyId }]);
  });

  it.each<[string, StandingRoute, StandingRoute[], string[]]>([
    ['is in a plan', route, [route], [apiKeyId]],
    ['is of a tenant that is not active', { ...route, status: 'inactive' }, [route], []],
    ['is of a tenant that is gone by now', route, [], []],
    ['is of a tenant that has another by now', route, [{ ...route, apiKeyId: 'new' }], []],
    ['is of a tenant that is not active by now', route, [{ ...route, status: 'inactive' }], []],
  ])('leaves out one that %s', async (_what, before, now, keys) => {
    expect(await foundIn(before, now, keys)).toEqual([]);
  });

  it('believes the single answer, not the list that missed it', async () => {
    const { ports } = sweepOf({ routes: [route], planned: new Set([apiKeyId]) });
    const plannedKeys = { ...ports.plannedKeys, all: async () => new Set<string>() };

    expect(await detachedKeys({ ...ports, plannedKeys }, [route])).toEqual([]);
  });

  it('asks no plan while there is no active tenant: the plans may not be deployed yet', async () => {
    const { ports } = sweepOf({});
    const plannedKeys = { ...ports.plannedKeys, all: () => Promise.reject(new Error('no plans')) };

    expect(await detachedKeys({ ...ports, plannedKeys }, [])).toEqual([]);
  });
});
