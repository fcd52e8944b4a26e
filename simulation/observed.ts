import { doorViolations } from './checks/doors.ts';
import { type Facts, factsOf } from './checks/facts.ts';
import { violationsOf } from './checks/invariant.ts';
import type { Crowd } from './crowd.ts';
import type { Customers } from './customers.ts';
import type { Interventions } from './interventions.ts';
import { Leaving } from './leaving.ts';
import { deliverAgain, failedIn, redriveAll, replayFailed, stuckIn } from './operatorsWork.ts';
import type { Run } from './run.ts';

const MOST_REPLAYS = 2;

/** What the engine says of mishaps, and is no fault of its own. */
const EXPECTED = [/^api gateway answered/, /is delayed$/];

/** What runs by schedule comes again: no event of it is lost. */
const SCHEDULED = [
  'identity/finishRemovals',
  'registration/relayOutbox',
  'provisioning/tenants/relayStatus',
  'mail/relayMail',
  'provisioning/orphans/sweepOrphans',
  'provisioning/operators/watchSagas',
  'provisioning/offboarding/startLifecycle',
];
const DROPPED = /^event \S+ of (\S+) is dropped$/;

const LETTERS = 'sqs.messages\u0000';

type People = { customers: Customers; interventions: Interventions; crowd: Crowd };

/** What became of it, with counts of registrations before operators did anything for them. */
type Ended = { facts: Facts; active: number; failed: number; stuck: number };

/** A run with those who use it and those who operate it, and what is found wrong in it. */
export class Observed {
  readonly violations: string[] = [];
  readonly #told = new Set<string>();
  readonly run: Run;
  readonly customers: Customers;
  readonly interventions: Interventions;

  readonly crowd: Crowd;

  constructor(run: Run, { customers, interventions, crowd }: People) {
    this.run = run;
    this.customers = customers;
    this.interventions = interventions;
    this.crowd = crowd;
    run.failed = (registrationId) => customers.comeBack('failure', registrationId);
  }

  async settle(stage: string): Promise<void> {
    if (await this.run.untilQuiet([this.customers, this.interventions, this.crowd])) return;
    this.violations.push(`${stage}: never comes to rest`);
  }

  check(stage: string): Facts {
    const facts = factsOf(this.run.database);
    const { accepted } = this.customers;
    const { emails, causes } = this.interventions;
    const byHand = { emails, causes };
    const found = violationsOf({ facts, accepted, byHand, events: this.run.witness.tried });
    found.push(...this.run.live.misreported(facts), ...this.crowd.violations(facts));
    this.violations.push(...found.map((violation) => `${stage}: ${violation}`));
    this.#checkLive(stage, facts);
    return facts;
  }

  /** Tells each loss of a live tenant once, at the stage where it is seen. */
  #checkLive(stage: string, facts: Facts): void {
    for (const violation of this.run.live.violations(facts)) {
      if (this.#told.has(violation)) continue;
      this.#told.add(violation);
      this.violations.push(`${stage}: ${violation}`);
    }
  }

  async #intervene(phase: 'before' | 'after'): Promise<void> {
    await this.interventions.intervene(phase, async (stage) => {
      await this.settle(stage);
      this.#checkLive(stage, factsOf(this.run.database));
    });
  }

  async #redrive(): Promise<void> {
    if (!this.run.database.holds(LETTERS)) return;
    await redriveAll(this.run.world, this.run.deployment, () => this.settle('after redriving'));
  }

  /** What operators do, and what is done beside that: then all is as it should be. */
  async operate(): Promise<Ended> {
    this.run.mishaps.over = true;
    await this.#intervene('before');
    await this.#redrive();
    const ended = await this.#mend();
    if (!this.interventions.any) return ended;
    await this.#intervene('after');
    await this.#redrive();
    const facts = this.check('after all');
    await this.#tryDoors(facts);
    return { ...ended, facts };
  }

  /** Some tenants leave, while things go wrong again; the others are left alone. */
  async farewell(repairAfter: number, seed: number): Promise<void> {
    const leaving = new Leaving(this.run, seed, async (stage) => {
      if (await this.run.untilQuiet([leaving])) return;
      this.violations.push(`${stage}: never comes to rest`);
    });
    this.violations.push(...(await leaving.carryOut(repairAfter)));
    this.#checkLive('after tenants have left', factsOf(this.run.database));
  }

  /** Whether members get in as the status of their tenants says. */
  async #tryDoors(facts: Facts): Promise<void> {
    const { world } = this.run;
    const found = await world.parts.time.during(doorViolations(world, facts));
    this.violations.push(...found.map((violation) => `at the doors: ${violation}`));
  }

  /** Operators replay what failed: nothing goes wrong any more then. */
  async #mend(): Promise<Ended> {
    const facts = this.check('at the end');
    const failed = new Set(failedIn(facts).map(({ registrationId }) => registrationId));
    const active = facts.registrations.length - failed.size;
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

  /** What passes by itself fails nobody: one mishap is always worth another try, and no mail any number of them. */
  faint({ failed, active }: { failed: number; active: number }): string[] {
    const { mishaps, crashes } = this.run;
    const fates = mishaps.struck.map(({ fate }) => fate);
    const isOne = fates.length + crashes.length === 1 && fates[0] !== 'denied';
    const isMail = (fate: (typeof fates)[number]) =>
      fate === 'outOfMail' || fate === 'madeOutOfMail';
    const passes = isOne || (crashes.length === 0 && fates.every(isMail));
    if (failed === 0 || !passes || this.interventions.any) return [];
    if (!this.customers.areAtPeace) return [];
    return [`what passes by itself failed ${failed} of ${failed + active}`];
  }

  #isExpected(what: string): boolean {
    const [, dropped = ''] = DROPPED.exec(what) ?? [];
    const place = this.run.deployment.places.get(dropped) ?? '';
    return SCHEDULED.includes(place) || EXPECTED.some((expected) => expected.test(what));
  }

  problems(): string[] {
    return this.run.world.problems
      .filter(({ what }) => !this.#isExpected(what))
      .map(({ what, error }) => `the engine: ${what}: ${error}`);
  }

  /** All that is wrong with the run. */
  allViolations(ended: Pick<Ended, 'failed' | 'active'>): string[] {
    return [
      ...this.violations,
      ...this.customers.violations(),
      ...this.interventions.violations,
      ...this.faint(ended),
      ...this.problems(),
    ];
  }
}
