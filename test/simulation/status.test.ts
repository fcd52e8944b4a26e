import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statusRaces } from '../../simulation/plans/statusRaces.ts';
import { Workers } from '../../simulation/workers.ts';
import { assemblyFolder } from '../support/assembly.ts';

const rows = statusRaces.map(({ name, task }) => ({ name, task }));

describe('simulation of tenants that are switched off and on', () => {
  let workers: Workers;

  beforeAll(async () => {
    workers = await Workers.start({ assembly: assemblyFolder() }, 1);
  });
  afterAll(() => workers.stop());

  it.each(rows)('finds tenant, registration and doors in step: $name', async ({ task }) => {
    const { violations, active } = await workers.one(task);

    expect({ violations, active }).toEqual({ violations: [], active: 1 });
  });
});

describe('simulation of a sign-in that does not ask for the status', () => {
  let workers: Workers;

  beforeAll(async () => {
    const edit = {
      file: 'services/identity/signIn/admitMember.ts',
      find: "if (route && route.status !== 'active')",
      replace: "if (route && route.status === 'erasing')",
    };
    workers = await Workers.start({ assembly: assemblyFolder(), edits: [edit] }, 1);
  });
  afterAll(() => workers.stop());

  it('sees that a member of a suspended tenant is let in', async () => {
    const off = rows.find(({ name }) => name === 'a tenant is switched, off');
    if (!off) throw new Error('there is no such run');

    const { violations } = await workers.one(off.task);

    expect(violations.join()).toMatch(/at the doors: member#\S+ of the inactive \S+ is let in/);
  });
});
