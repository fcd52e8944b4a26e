import { chanceOf, pick } from '../world/seededRandom.ts';
import { type Intervention, operatorKinds, partnerKinds, phases } from './intervention.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A share of the runs: interventions take time of their own. */
const SHARE = 0.25;
const MOST = 5;
const KINDS = [...partnerKinds, ...operatorKinds, 'replay', 'redeliver', 'redeliver'] as const;
const WAITS = [0, MINUTE, 3 * HOUR, DAY, 15 * DAY, 100 * DAY];

/** Before dead letters are redriven: they are kept for two weeks. */
const SOON = WAITS.map((wait) => Math.min(wait, 2 * DAY));
const DURING_MS = 2 * MINUTE;
const EVENTS = [
  'TenantRegistered',
  'TenantProvisioned',
  'TenantProvisioningFailed',
  'UserCreated',
  'UserCreationFailed',
  'TenantDeactivated',
];

/** Whether anybody intervenes in the run of this seed. */
export const isIntervened = (seed: number): boolean => chanceOf(seed, 'interventions') < SHARE;

const waitIn = (phase: Intervention['phase'], wait: number): number =>
  phase === 'during' ? DURING_MS * wait ** 2 : pick(phase === 'before' ? SOON : WAITS, wait);

/** Interventions by chance, in the order of their phases. */
export const randomInterventions = (seed: number): Intervention[] => {
  if (!isIntervened(seed)) return [];
  const chance = (question: string) => chanceOf(seed, `intervention ${question}`);
  const count = 1 + Math.floor(MOST * chance('count'));
  const all = Array.from({ length: count }, (_, index): Intervention => {
    const kind = pick(KINDS, chance(`kind ${index}`));
    const phase = pick(phases, chance(`phase ${index}`));
    const wait = chance(`after ${index}`);
    return {
      kind,
      phase,
      after: waitIn(phase, wait),
      which: chance(`which ${index}`),
      ...(kind === 'redeliver' && { event: pick(EVENTS, chance(`event ${index}`)) }),
    };
  });
  return phases.flatMap((phase) => all.filter((one) => one.phase === phase));
};
