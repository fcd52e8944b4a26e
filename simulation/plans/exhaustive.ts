import type { Deployment } from '../../events/fields.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import type { Listed, Result, Task } from '../task.ts';
import type { Workers } from '../workers.ts';
import { interventionRuns } from './interventionRuns.ts';
import { isCounted, mayConflict, sendsMail } from './limited.ts';
import type { Mishap } from './plan.ts';
import { races } from './races.ts';
import { fatesAt } from './randomPlan.ts';
import type { Scenario } from './scenario.ts';

const HOUR = 3_600_000;
const FOR_GOOD = 1_000_000;
/** More often than the SDK tries, less often than the saga does. */
const SEVERAL = 4;

/** One tenant of each deployment. */
const scenarios: readonly (readonly [Deployment, Scenario])[] = (
  [
    ['pool', 'basic'],
    ['silo', 'platinum'],
  ] as const
).map(([name, tier]) => [
  name,
  [
    {
      at: 0,
      by: 'form',
      tenantName: 'Acme',
      adminEmail: 'admin@example.com',
      tier,
      twice: false,
    },
  ],
]);

const listed = (
  scenario: Scenario,
  mishaps: readonly Mishap[],
  crashes: number[] = [],
): Listed => ({
  scenario: [...scenario],
  interventions: [],
  mishaps: [...mishaps],
  crashes,
  beginsAfter: HOUR,
  repairAfter: HOUR,
});

const task = (plan: Listed): Task => ({ seed: 1, listed: plan });

const lasting = (fate: Mishap['fate']): number[] => (fate === 'denied' ? [FOR_GOOD] : [1, SEVERAL]);

/** Every mishap that can meet one of these calls. */
const mishapsOf = (calls: Result['calls']): Mishap[] =>
  Object.entries(calls).flatMap(([place, count]) =>
    Array.from({ length: count }, (_, index) => index + 1).flatMap((occurrence) =>
      fatesAt(place).flatMap((fate) =>
        lasting(fate).map((times) => ({ place, occurrence, times, fate })),
      ),
    ),
  );

type ByPlace = (place: string) => boolean;

const { steps, failed } = onboardingSaga;

/** A call that a step makes which a failure rolls back. */
const isForward: ByPlace = (place) =>
  steps
    .slice(0, steps.findIndex((step) => 'pivot' in step) + 1)
    .some(({ run }) => place.startsWith(`${run}.run `));

/** A call of a rollback, or the invocation of one of its tasks. */
const isOfRollback: ByPlace = (place) =>
  place.includes(failed.run) || steps.some(({ run }) => place.includes(`${run}.undo`));

/** A call that makes the first admin. */
const isOfAdmin: ByPlace = (place) => place.startsWith('identity/createTenantAdmin ');

/** What tells of an admin who cannot be made, begins the rollback for that, and removes whom there is. */
const AFTER_ADMIN = [
  'identity/reportUserCreationFailure',
  'provisioning/onboarding/rollBackOnboarding',
  'identity/removeTenantUsers',
];

const isOfAdminsFailure: ByPlace = (place) => AFTER_ADMIN.some((part) => place.includes(part));

/** Of these calls, those at such places; none would leave a whole family of runs out unseen. */
const only = (calls: Result['calls'], isMeant: ByPlace): Result['calls'] => {
  const found = Object.entries(calls).filter(([place]) => isMeant(place));
  if (found.length === 0) throw new Error('no call is of the kind that the runs are made for');
  return Object.fromEntries(found);
};

/** Every run with one mishap, in either deployment. */
export const singles = async (workers: Workers): Promise<Task[]> => {
  const tasks: Task[] = [];
  for (const [, scenario] of scenarios) {
    const smooth = await workers.one(task(listed(scenario, [])));
    tasks.push(...mishapsOf(smooth.calls).map((mishap) => task(listed(scenario, [mishap]))));
  }
  return tasks;
};

/** Some kind of runs, by a name for the table of counts. */
export type Family = { name: string; tasks: Task[] };

/** Every intervention in every situation, in either deployment. */
export const interventions = (): Family[] =>
  scenarios.flatMap(([name, scenario]) => interventionRuns(name, scenario));

const FIVE_MINUTES = 300_000;

/** Every call that one of AWS's limits can refuse, for minutes or a few times, in either deployment. */
export const limitFamilies = async (workers: Workers): Promise<Family[]> => {
  const families: Family[] = [];
  for (const [deployment, scenario] of scenarios) {
    const smooth = await workers.one(task(listed(scenario, [])));
    const runs = (isMeant: ByPlace, fate: Mishap['fate'], times: number): Task[] =>
      Object.keys(only(smooth.calls, isMeant)).map((place) => {
        const mishaps = [{ place, occurrence: 1, times, fate }];
        const plan = { ...listed(scenario, mishaps), repairAfter: FIVE_MINUTES };
        return { ...task(plan), limits: true };
      });
    const counted: ByPlace = (place) => isCounted(place.split(' ').at(-1) ?? '');
    const kinds: readonly Family[] = [
      { name: 'a bucket is empty', tasks: runs(counted, 'throttled', FOR_GOOD) },
      { name: 'changes meet', tasks: runs(mayConflict, 'conflicting', SEVERAL) },
      { name: 'no mail is left', tasks: runs(sendsMail, 'outOfMail', FOR_GOOD) },
      {
        name: 'no mail is left for whom is made',
        tasks: runs(sendsMail, 'madeOutOfMail', FOR_GOOD),
      },
    ];
    families.push(...kinds.map(({ name, tasks }) => ({ name: `${deployment}: ${name}`, tasks })));
  }
  return families;
};

const crashesOf = (scenario: Scenario, mishaps: Mishap[], { writes }: Result): Task[] =>
  Array.from({ length: writes }, (_, index) => task(listed(scenario, mishaps, [index + 1])));

/** A call that is denied for good, what comes of that, and all runs with one more mishap in some of it. */
const afterDenial = async (
  workers: Workers,
  { scenario, place, isMeant }: { scenario: Scenario; place: string; isMeant: ByPlace },
) => {
  const first: Mishap = { place, occurrence: 1, times: FOR_GOOD, fate: 'denied' };
  const outcome = await workers.one(task(listed(scenario, [first])));
  const second = mishapsOf(only(outcome.calls, isMeant));
  return { first, outcome, tasks: second.map((mishap) => task(listed(scenario, [first, mishap]))) };
};

/**
 * The runs made for one safeguard each, all runs with one mishap, all with a fault that rolls back and one
 * in what then happens, and the end of the engine's process after each of its writes in either. A fault that
 * rolls back is one of the saga's steps, or one in making the first admin.
 */
export const exhaustive = async (workers: Workers): Promise<Family[]> => {
  const families: Family[] = [
    { name: 'races', tasks: races.map(({ task: one }) => one) },
    ...interventions(),
  ];
  for (const [name, scenario] of scenarios) {
    const smooth = await workers.one(task(listed(scenario, [])));
    const single = mishapsOf(smooth.calls).map((mishap) => task(listed(scenario, [mishap])));
    families.push({ name: `${name}: one mishap`, tasks: single });
    families.push({ name: `${name}: a crash`, tasks: crashesOf(scenario, [], smooth) });
    for (const place of Object.keys(only(smooth.calls, isOfAdmin))) {
      const { tasks } = await afterDenial(workers, { scenario, place, isMeant: isOfAdminsFailure });
      families.push({ name: `${name}: ${place} denied, and one more`, tasks });
    }
    for (const place of Object.keys(only(smooth.calls, isForward))) {
      const rolledBack = { scenario, place, isMeant: isOfRollback };
      const { first, outcome, tasks } = await afterDenial(workers, rolledBack);
      families.push({ name: `${name}: ${place} denied, and one more`, tasks });
      const crashed = crashesOf(scenario, [first], outcome);
      families.push({ name: `${name}: ${place} denied, and a crash`, tasks: crashed });
    }
  }
  return families;
};
