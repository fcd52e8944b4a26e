import { MemoryDatabase, type Write } from '#engine';
import { type Facts, factsOf, failedBy, hasUnpublished } from './checks/facts.ts';
import { violationsOf } from './checks/invariant.ts';
import { Witness } from './checks/witness.ts';
import { Customers } from './customers.ts';
import { deliverAgain, failedIn, redriveAll, replayFailed, stuckIn } from './operatorsWork.ts';
import { Mishaps } from './plans/disturbance.ts';
import type { Mishap, Plan } from './plans/plan.ts';
import type { Scenario } from './plans/scenario.ts';
import { DEPLOYED_AT, type Deployment } from './world/deployment.ts';
import { drawnFrom, type Owner } from './world/ownedProcess.ts';
import { fingerprint, seededRandom } from './world/seededRandom.ts';
import { World } from './world/world.ts';

/** One run: who signs up, what goes wrong, and the number behind all other chance. */
export type RunInput = { seed: number; scenario: Scenario; plan: Plan };

/** What came of a run. */
export type RunResult = {
  violations: string[];
  struck: readonly Mishap[];
  /** The writes after which the engine ended. */
  crashes: readonly number[];
  /** How often each place called, while mishaps could happen. */
  calls: Readonly<Record<string, number>>;
  /** How often the engine wrote, until then. */
  writes: number;
  /** How many registrations ended so, before operators did anything for them. */
  active: number;
  failed: number;
  /** Those of the failed ones that were stuck at first. */
  stuck: number;
  /** In milliseconds. */
  virtualTime: number;
  /** Of all that was published: two runs of a plan that differ in anything differ here. */
  fingerprint: string;
};

const HOUR = 3_600_000;
/** Longer than any retry goes on; what is not quiet by then is not going to be. */
const LIMIT_MS = 30 * HOUR;
const RESTART_MS = 1_500;
const MOST_CRASHES = 3;
const MOST_REPLAYS = 2;
const SETTLING_MS = 61_000;

/** What the engine says of mishaps, and is no fault of its own: what runs by schedule comes again. */
const EXPECTED = [
  /^api gateway answered/,
  /is delayed$/,
  /^event .*(Relay|Sweep|Watch).* is dropped/,
];

const LETTERS = 'sqs.messages\u0000';

const BUSY = ['lambda.events\u0000', 'events.deliveries\u0000', 'states.positions\u0000'];

/** A world in which a plan goes wrong, with those who use it. */
class Run {
  readonly crashes: number[] = [];
  writes = 0;
  /** To be told of registrations that fail. */
  failed: ((registrationId: string) => void) | undefined;
  readonly mishaps: Mishaps;
  readonly witness = new Witness();
  readonly world: World;
  readonly database: MemoryDatabase;
  readonly deployment: Deployment;
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
    this.mishaps = new Mishaps(plan);
    this.database = new MemoryDatabase(deployment.entries);
    this.world = new World({
      time: owner.time,
      random: drawnFrom(owner),
      database: this.database,
      instances: deployment.instances,
      places: deployment.places,
      disturbances: (world) => [this.witness.disturbance, this.mishaps.of(world)],
      written: (count, writes) => this.#written(count, writes),
    });
  }

  /** Lets time pass until nothing is under way; false when that does not happen. */
  async untilQuiet(customers: Customers): Promise<boolean> {
    const { time } = this.#owner;
    const quiet = () =>
      customers.waiting === 0 &&
      !this.mishaps.pending &&
      !this.world.isDown &&
      BUSY.every((prefix) => !this.database.holds(prefix));
    for (;;) {
      if (!(await time.run(quiet, this.#begin + LIMIT_MS))) return false;
      if (!hasUnpublished(this.database)) return true;
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

/** A run with those who use it and those who operate it, and what is found wrong in it. */
class Observed {
  readonly violations: string[] = [];
  readonly run: Run;
  readonly customers: Customers;

  constructor(run: Run, customers: Customers) {
    this.run = run;
    this.customers = customers;
    run.failed = (registrationId) => customers.comeBack('failure', registrationId);
  }

  async settle(stage: string): Promise<void> {
    if (await this.run.untilQuiet(this.customers)) return;
    this.violations.push(`${stage}: never comes to rest`);
  }

  check(stage: string): Facts {
    const facts = factsOf(this.run.database);
    const { accepted } = this.customers;
    const found = violationsOf({ facts, accepted, events: this.run.witness.tried });
    this.violations.push(...found.map((violation) => `${stage}: ${violation}`));
    return facts;
  }

  /** Operators redrive what is dead and replay what failed: nothing goes wrong any more then. */
  async operate(): Promise<{ facts: Facts; active: number; failed: number; stuck: number }> {
    const { world, mishaps } = this.run;
    mishaps.over = true;
    if (this.run.database.holds(LETTERS))
      await redriveAll(world, this.run.deployment, () => this.settle('after redriving'));
    const facts = this.check('at the end');
    const failed = new Set(failedIn(facts).map(({ registrationId }) => registrationId));
    const active = this.customers.accepted.size - failed.size;
    const ended = { active, failed: failed.size, stuck: stuckIn(facts).length };
    if (failed.size === 0) return { facts, ...ended };
    for (const registrationId of failed) this.customers.comeBack('replay', registrationId);
    const last = await this.#replay(facts);
    this.violations.push(...stuckIn(last).map((id) => `${id} is still stuck after replaying`));
    const unserved = this.customers.unserved(last);
    this.violations.push(...unserved.map((name) => `${name} has no tenant after replaying`));
    await this.#repeat(last);
    return { facts: last, ...ended };
  }

  /** Once more where it served somebody not: two registrations of one customer may be in each other's way. */
  async #replay(facts: Facts): Promise<Facts> {
    let last = facts;
    for (let round = 0; round < MOST_REPLAYS; round += 1) {
      await replayFailed(this.run.world, last, () => this.settle('after replaying'));
      last = this.check('after replaying');
      if (this.customers.unserved(last).length === 0) break;
    }
    return last;
  }

  /** Whatever comes once more, and in whatever order, is known already. */
  async #repeat(facts: Facts): Promise<void> {
    const { world, witness, database } = this.run;
    await deliverAgain(world, witness.published, () => this.settle('after repeating'));
    if (JSON.stringify(factsOf(database).registrations) !== JSON.stringify(facts.registrations))
      this.violations.push('events that came again changed a registration');
  }

  /** What passes by itself fails nobody: one mishap is always worth another try. */
  faint({ failed, active }: { failed: number; active: number }): string[] {
    const { mishaps, crashes } = this.run;
    const isOne = mishaps.struck.length + crashes.length === 1;
    const passes = mishaps.struck.every(({ fate }) => fate !== 'denied');
    if (failed === 0 || !isOne || !passes || !this.customers.areAtPeace) return [];
    return [`one mishap that passed failed ${failed} of ${failed + active}`];
  }

  problems(): string[] {
    return this.run.world.problems
      .filter(({ what }) => !EXPECTED.some((expected) => expected.test(what)))
      .map(({ what, error }) => `the engine: ${what}: ${error}`);
  }
}

/** Carries a run out, then lets operators do their work, and says what is wrong at the end. */
export const carryOut = async (
  owner: Owner,
  deployment: Deployment,
  input: RunInput,
): Promise<RunResult> => {
  const run = new Run(owner, deployment, input);
  const { world, mishaps } = run;
  await world.start();
  const observed = new Observed(run, new Customers(world, deployment, input));
  owner.time.after(input.plan.repairAfter, () => {
    mishaps.over = true;
  });
  await observed.settle('at first');
  const { writes } = run;
  const calls = Object.fromEntries(mishaps.calls);
  const { facts, active, failed, stuck } = await observed.operate();
  world.end();
  const { struck } = mishaps;
  return {
    violations: [
      ...observed.violations,
      ...observed.customers.violations(),
      ...observed.faint({ failed, active }),
      ...observed.problems(),
    ],
    struck,
    calls,
    writes,
    crashes: run.crashes,
    active,
    failed,
    stuck,
    virtualTime: run.virtualTime,
    fingerprint: fingerprint(JSON.stringify([run.witness.tried, struck, facts])),
  };
};
