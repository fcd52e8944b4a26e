import { type LimitSettings, MemoryDatabase, type Write } from '#engine';
import { failedBy, hasDue, hasUnfinished, hasUnpublished } from './checks/facts.ts';
import { LiveTenants } from './checks/liveTenants.ts';
import { Witness } from './checks/witness.ts';
import type { Guest } from './plans/crowd.ts';
import { Mishaps } from './plans/disturbance.ts';
import type { Intervention } from './plans/intervention.ts';
import type { Plan } from './plans/plan.ts';
import type { Scenario } from './plans/scenario.ts';
import { DEPLOYED_AT, type Deployment } from './world/deployment.ts';
import { drawnFrom, type Owner } from './world/ownedProcess.ts';
import { seededRandom } from './world/seededRandom.ts';
import { World } from './world/world.ts';

/** One run: who signs up, who intervenes, what goes wrong, and the number behind all other chance. */
export type RunInput = {
  seed: number;
  scenario: Scenario;
  interventions: readonly Intervention[];
  /** Who comes and goes in the tenants. */
  crowd: readonly Guest[];
  /** Whether tenants leave once they are there, and only then things go wrong. */
  leaving: boolean;
  plan: Plan;
};

const HOUR = 3_600_000;
/** Longer than any retry goes on; what is not quiet by then is not going to be. */
const LIMIT_MS = 30 * HOUR;
const RESTART_MS = 1_500;
const MOST_CRASHES = 3;
const SETTLING_MS = 61_000;

const UNDER_WAY = ['lambda.events\u0000', 'events.deliveries\u0000', 'states.positions\u0000'];

/** What is stored as long as something is under way; messages only of queues that feed a function. */
export const busyIn = ({ places }: Deployment): string[] => [
  ...UNDER_WAY,
  ...[...places.keys()]
    .filter((arn) => arn.includes(':sqs:'))
    .map((arn) => `sqs.messages\u0000${arn.split(':').at(-1)}/`),
];

const limitsOf = ({ limits, mailsADay }: Plan): LimitSettings => {
  if (!limits) return { rates: false };
  return mailsADay === undefined ? {} : { quotas: { cognitoMailsADay: mailsADay } };
};

/** A world in which a plan goes wrong, with those who use it. */
export class Run {
  readonly crashes: number[] = [];
  writes = 0;
  /** To be told of registrations that fail. */
  failed: ((registrationId: string) => void) | undefined;
  readonly mishaps: Mishaps;
  readonly witness = new Witness();
  readonly world: World;
  readonly database: MemoryDatabase;
  readonly deployment: Deployment;
  readonly live: LiveTenants;
  readonly #owner: Owner;
  readonly #plan: Plan;
  readonly #begin: number;

  constructor(owner: Owner, deployment: Deployment, { seed, plan }: RunInput) {
    this.#begin = DEPLOYED_AT + plan.beginsAfter;
    owner.time.reset(this.#begin);
    owner.random = seededRandom(seed);
    this.#owner = owner;
    this.deployment = deployment;
    this.#plan = plan;
    this.mishaps = new Mishaps(plan, this.#begin);
    this.database = new MemoryDatabase(deployment.entries);
    this.live = new LiveTenants(this.database);
    this.witness.told = (event) => this.live.hear(event);
    this.world = new World({
      time: owner.time,
      random: drawnFrom(owner),
      database: this.database,
      instances: deployment.instances,
      places: deployment.places,
      limits: limitsOf(plan),
      areClocksOff: plan.skewFrom !== undefined,
      disturbances: (world) => [this.witness.disturbance, this.mishaps.of(world)],
      written: (count, writes) => this.#written(count, writes),
    });
  }

  /** Lets time pass until nothing is under way; false when that does not happen. */
  async untilQuiet(people: readonly { waiting: number }[]): Promise<boolean> {
    const { time } = this.#owner;
    const latest = time.now() + LIMIT_MS;
    const busy = busyIn(this.deployment);
    const quiet = () =>
      people.every(({ waiting }) => waiting === 0) &&
      !this.mishaps.pending &&
      !this.world.isDown &&
      busy.every((prefix) => !this.database.holds(prefix));
    for (;;) {
      if (!(await time.run(quiet, latest))) return false;
      const waits = [hasUnpublished, hasUnfinished, hasDue].some((has) => has(this.database));
      if (!waits) return true;
      await time.run(() => false, time.now() + SETTLING_MS);
    }
  }

  /** How long it has gone on, in milliseconds. */
  get virtualTime(): number {
    return this.#owner.time.now() - this.#begin;
  }

  #written(count: number, writes: readonly Write[]): void {
    this.writes = count;
    for (const registrationId of failedBy(writes)) this.failed?.(registrationId);
    if (this.mishaps.over || this.crashes.length >= MOST_CRASHES) return;
    if (!this.#plan.crashesAfter(count)) return;
    this.crashes.push(count);
    this.world.kill();
    this.#owner.time.after(RESTART_MS, () => void this.world.start());
  }
}
