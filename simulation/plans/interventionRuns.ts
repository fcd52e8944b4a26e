import type { Deployment } from '../../events/fields.ts';
import type { Task } from '../task.ts';
import { type Intervention, operatorKinds, partnerKinds } from './intervention.ts';
import type { Scenario } from './scenario.ts';
import { situationsOf } from './situations.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Longer than Step Functions keeps the name of a run. */
const LONG = 100 * DAY;

/** The first and the last of several; the thousandths choose the tier, or leave a consumer out. */
const WHICH = [0.0001, 0.9999];
const EVENTS = [
  'TenantRegistered',
  'TenantProvisioned',
  'TenantProvisioningFailed',
  'UserCreated',
  'UserCreationFailed',
  'TenantDeactivated',
  'TenantActivated',
];
/** Around the retries of what makes the first admin, and of its rollback. */
const MOMENTS = [1, 30, 70, 130, 185, 200, 260, 320].map((seconds) => seconds * SECOND);
/** While a saga makes its tenant, tells of it, or undoes it. */
const STOPS = [0.2, 0.3, 0.4, 1, 3, 10, 40].map((seconds) => seconds * SECOND);

type What = Pick<Intervention, 'kind' | 'event'>;

const all: readonly What[] = [
  ...[...partnerKinds, ...operatorKinds]
    .filter((kind) => kind !== 'redeliver' && kind !== 'stopAndReplay')
    .map((kind) => ({ kind })),
  ...EVENTS.map((event) => ({ kind: 'redeliver' as const, event })),
];

const named = ({ kind, event }: What): string => (event === undefined ? kind : `${kind} ${event}`);

/** Some interventions, one after another. */
type Sequence = { name: string; interventions: Intervention[] };

const alone = (what: What, which: number): Sequence[] => [
  { name: named(what), interventions: [{ ...what, phase: 'before', after: HOUR, which }] },
  { name: named(what), interventions: [{ ...what, phase: 'after', after: LONG, which }] },
];

/** One intervention, and whatever failed is replayed a day later. */
const thenReplayed = (what: What, which: number): Sequence[] =>
  (['before', 'after'] as const).map((phase) => ({
    name: `${named(what)}, then replays`,
    interventions: [
      { ...what, phase, after: HOUR, which },
      { kind: 'replayEvery', phase, after: DAY, which },
    ],
  }));

/** One intervention in a tenant that is switched off; it is switched on again, or stays so. */
const switchedOff = (what: What): Sequence[] => {
  const off: Intervention = { kind: 'deactivate', phase: 'before', after: HOUR, which: 0.0001 };
  const next: Intervention = { ...what, phase: 'before', after: HOUR, which: 0.0001 };
  const on: Intervention = { kind: 'activate', phase: 'after', after: LONG, which: 0.0001 };
  const name = `deactivate, then ${named(what)}`;
  return [
    { name, interventions: [off, next] },
    { name, interventions: [off, next, on] },
  ];
};

const during = (kind: Intervention['kind'], after: number): Sequence => ({
  name: `${kind} meanwhile`,
  interventions: [{ kind, phase: 'during', after, which: 0.9999 }],
});

const sequences: readonly Sequence[] = [
  ...all.flatMap((what) => WHICH.flatMap((which) => alone(what, which))),
  ...partnerKinds.flatMap((kind) => WHICH.flatMap((which) => thenReplayed({ kind }, which))),
  ...all.flatMap(switchedOff),
  ...partnerKinds.map((kind) => during(kind, 2 * SECOND)),
  ...MOMENTS.map((moment) => during('adminByHand', moment)),
  ...STOPS.map((moment) => during('stopAndReplay', moment)),
];

/** Runs by a name for the table of counts. */
export type InterventionRuns = { name: string; tasks: Task[] };

/** Every intervention in every situation of a tenant. */
export const interventionRuns = (
  deployment: Deployment,
  scenario: Scenario,
): InterventionRuns[] => {
  const names = [...new Set(sequences.map(({ name }) => name))];
  return names.map((name) => ({
    name: `${deployment}: ${name}`,
    tasks: situationsOf(deployment).flatMap(({ mishaps }) =>
      sequences
        .filter((sequence) => sequence.name === name)
        .map(({ interventions }) => ({
          seed: 1,
          listed: {
            scenario: [...scenario],
            interventions,
            mishaps: [...mishaps],
            crashes: [],
            beginsAfter: HOUR,
            repairAfter: HOUR,
          },
        })),
    ),
  }));
};
