import { chanceOf, pick } from '../../simulation/world/seededRandom.ts';
import { anSbtRequest } from '../support/sbtRequests.ts';

/** An outcome of a registration: where it stands among them, and whether its tenant is there then. */
export type Outcome = { sequence: number; isThere: boolean };

const LIVES: readonly (readonly Outcome[])[] = [
  [{ sequence: 2, isThere: true }],
  [{ sequence: 9, isThere: false }],
  [
    { sequence: 9, isThere: false },
    { sequence: 12, isThere: true },
  ],
  [
    { sequence: 2, isThere: true },
    { sequence: 19, isThere: false },
    { sequence: 22, isThere: true },
  ],
];

/** How SBT asks, one request after the other: as it should (`well`), or as nobody understands. */
const ASKING = [
  ['well'],
  ['well', 'well'],
  ['malformed'],
  ['malformed', 'malformed'],
  ['malformed', 'well'],
  ['well', 'malformed'],
] as const;

/** What SBT brings: the event's id, and what it asks for. */
export type Asked = { id: string; request: Record<string, unknown> };

/** One registration of SBT's: what is asked, in order, and what becomes of it. */
export type SbtLife = {
  tenantRegistrationId: string;
  asked: Asked[];
  outcomes: readonly Outcome[];
  /** What SBT is to hear last. */
  isThere: boolean;
};

/** The n-th registration of a seed. */
export const sbtLife = (seed: number, n: number): SbtLife => {
  const how = pick(ASKING, chanceOf(seed, `asking ${n}`));
  const life = pick(LIVES, chanceOf(seed, `life ${n}`));
  const tenantRegistrationId = `r${n}`;
  const isUnderstood = how.some((each) => each === 'well');
  const asked = how.map((each, at) => ({
    id: `event-${n}-${at}`,
    request: anSbtRequest({
      tenantRegistrationId,
      tenantId: `s${n}`,
      ...(each === 'malformed' && { tier: 'advanced' }),
    }),
  }));
  const outcomes = isUnderstood ? life : [];
  return { tenantRegistrationId, asked, outcomes, isThere: outcomes.at(-1)?.isThere ?? false };
};
