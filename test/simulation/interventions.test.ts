import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Intervention } from '../../simulation/plans/intervention.ts';
import { HOUR, intervened, race } from '../../simulation/plans/race.ts';
import { shrink } from '../../simulation/plans/shrink.ts';
import type { Task } from '../../simulation/task.ts';
import { Workers } from '../../simulation/workers.ts';
import { assemblyFolder } from '../support/assembly.ts';

/** A tenant that is active when somebody undoes it in its own owner's name, and looks around before. */
const undone = (interventions: Intervention[]): Task =>
  intervened(race('undone', []), interventions).task;

const undo = { kind: 'undoInItsName', phase: 'before', after: HOUR, which: 0 } as const;
const replay = { kind: 'replay', phase: 'before', after: HOUR, which: 0 } as const;
const sweep = { kind: 'sweep', phase: 'after', after: HOUR, which: 0 } as const;

describe('simulation with interventions', () => {
  let workers: Workers;

  beforeAll(async () => {
    workers = await Workers.start({ assembly: assemblyFolder() }, 1);
  });
  afterAll(() => workers.stop());

  it('takes nothing from a live tenant', async () => {
    const { violations, active } = await workers.one(undone([replay, undo, sweep]));

    expect({ violations, active }).toEqual({ violations: [], active: 1 });
  });

  it('does the same again for the same interventions', async () => {
    const first = await workers.one(undone([undo, sweep]));
    await workers.one(undone([sweep]));

    expect(await workers.one(undone([undo, sweep]))).toEqual(first);
    expect((await workers.one(undone([sweep]))).fingerprint).not.toBe(first.fingerprint);
  });
});

describe('simulation of removals that do not ask for use', () => {
  let workers: Workers;

  beforeAll(async () => {
    workers = await Workers.start(
      {
        assembly: assemblyFolder(),
        edits: [
          {
            file: 'services/shared/ownership.ts',
            find: 'if (!route || !isProtected(route)) return [];',
            replace: "if (!route || route.tenantId !== '') return [];",
          },
        ],
      },
      1,
    );
  });
  afterAll(() => workers.stop());

  it('sees what a live tenant loses, and shrinks the run to the one intervention that matters', async () => {
    const task = undone([replay, undo, sweep]);
    const result = await workers.one(task);
    const fails = async (smaller: Task) => (await workers.one(smaller)).violations.length > 0;

    const smallest = await shrink(task, result, fails);

    expect(result.violations.join()).toMatch(/the live tenant \w+ lost the app client/);
    expect(smallest?.listed?.interventions).toEqual([undo]);
  });
});
