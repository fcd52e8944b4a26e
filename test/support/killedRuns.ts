import { setTimeout as pause } from 'node:timers/promises';
import { statusOf } from '../../services/registration/registration.ts';
import { violationsOf } from '../../simulation/checks/invariant.ts';
import { sequenceOf } from '../../simulation/world/seededRandom.ts';
import { lastingViolations } from './lastingViolations.ts';
import { type LocalRun, npmStart, type Started } from './npmStart.ts';
import { type ProductClient, productClient } from './productClient.ts';
import { evidenceCopy, storedEvidence } from './storedEvidence.ts';

/** How many operators register companies at any time: strangers would wait for mail and throttles. */
const AT_ONCE = 6;
const RETRY_MS = 300;
/** A kill comes at a moment of the first so many milliseconds of a life. */
const LONGEST_LIFE_MS = 4_000;
/** Two in a row share an address: whoever of them comes second fails and is rolled back. */
const SHARED_EVERY = 7;
const SILO_EVERY = 5;
const POLL_MS = 250;
/** What goes on after a registration has ended, e.g. that its users are removed. */
const SETTLING_MS = 1_000;
const LONGER_SETTLING_MS = 5_000;
/** Lambda tries an event that failed again after one minute, and once more after two. */
const MOST_QUIET_MS = 300_000;

export type Killed = {
  kills: number;
  registrations: number;
  active: number;
  /** How many failed by what. */
  failed: Readonly<Record<string, number>>;
};

const signUpOf = (index: number) => ({
  tenantName: `Tenant ${index}`,
  adminEmail: `admin-${index % SHARED_EVERY === 1 ? index - 1 : index}@tenants.example`,
  tier: index % SHARED_EVERY > 1 && index % SILO_EVERY === 0 ? 'platinum' : 'basic',
});

/** The product in a process that is killed again and again while people sign up. */
export class KilledRuns {
  readonly directory: string;
  readonly accepted = new Set<string>();
  kills = 0;
  readonly #chance: () => number;
  readonly #releases: readonly Started[];
  readonly #ended = new Set<string>();
  #run: LocalRun | undefined;
  #client: ProductClient | undefined;
  #starts = 0;
  #signUps = 0;
  #open = false;
  #broken = false;

  /** Each start is of the next release; all of them leave a witness's record, as `witnessedStart.ts` does. */
  constructor(
    directory: string,
    seed: number,
    releases: readonly Started[] = [{ script: 'test/support/witnessedStart.ts' }],
  ) {
    this.directory = directory;
    this.#chance = sequenceOf(seed);
    this.#releases = releases;
  }

  /**
   * Kills so many times under load, and says what is wrong: after each kill with what must hold at
   * any moment, and in the end, once all is quiet, with everything. It stops at the first kill that
   * leaves something wrong, and what is stored is then as that kill left it.
   */
  async round(kills: number): Promise<string[]> {
    this.#open = true;
    await this.#start();
    const people = Array.from({ length: AT_ONCE }, () => this.#person());
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(this.#chance() * LONGEST_LIFE_MS);
      await this.#end('SIGKILL');
      this.kills += 1;
      const violations = await this.#atOnce();
      if (violations.length > 0) return this.#abandon(people, violations);
      await this.#start();
    }
    this.#open = false;
    await Promise.all(people);
    return this.#verdict();
  }

  async counts(): Promise<Killed> {
    const { facts } = await storedEvidence(this.directory);
    const failed: Record<string, number> = {};
    for (const { registration } of facts.registrations) {
      if (statusOf(registration) !== 'failed') continue;
      const { failedStep, error } = registration.failure ?? {};
      const reason = `${failedStep}: ${error?.name}`;
      failed[reason] = (failed[reason] ?? 0) + 1;
    }
    const registrations = facts.registrations.length;
    return { kills: this.kills, registrations, active: facts.routes.length, failed };
  }

  /** What a kill has left, read from a copy: the engine itself recovers the original. */
  async #atOnce(): Promise<string[]> {
    const copy = await evidenceCopy(this.directory);
    try {
      return lastingViolations({ ...(await storedEvidence(copy.folder)), accepted: this.accepted });
    } finally {
      await copy.remove();
    }
  }

  async #abandon(people: readonly Promise<void>[], violations: string[]): Promise<string[]> {
    this.#open = false;
    this.#broken = true;
    await Promise.all(people);
    return violations;
  }

  /** What is under way may take as long as Lambda's own retries. */
  async #verdict(): Promise<string[]> {
    const latest = Date.now() + MOST_QUIET_MS;
    for (let settling = SETTLING_MS; ; settling = LONGER_SETTLING_MS) {
      await this.#quiet(latest);
      await pause(settling);
      await this.#end('SIGKILL');
      const { facts, events } = await storedEvidence(this.directory);
      const { accepted } = this;
      const violations = violationsOf({ facts, accepted, events });
      if (violations.length === 0 || Date.now() > latest) return violations;
      await this.#start();
    }
  }

  /** Asks the product until every registration has come to its end. */
  async #quiet(latest: number): Promise<void> {
    const open = () => [...this.accepted].filter((id) => !this.#ended.has(id));
    while (open().length > 0 && Date.now() < latest) {
      for (const id of open()) await this.#look(id);
      await pause(POLL_MS);
    }
  }

  async #look(id: string): Promise<void> {
    const status = (await this.#client?.registration(id))?.status;
    if (status === 'active' || status === 'failed') this.#ended.add(id);
  }

  async #person(): Promise<void> {
    while (this.#open) {
      const index = this.#signUps;
      this.#signUps += 1;
      await this.#insist(index);
    }
  }

  async #insist(index: number): Promise<void> {
    const headers = { 'idempotency-key': `sign-up-${index}` };
    while (!this.#broken) {
      const asked = this.#client?.postAsOperator('tenants', signUpOf(index), headers);
      const told = await asked?.catch(() => {});
      if (told?.status === 202) {
        this.accepted.add(String(told.body.registrationId));
        return;
      }
      await pause(RETRY_MS);
    }
  }

  async #start(): Promise<void> {
    this.#run = await npmStart(
      this.directory,
      this.#releases[this.#starts % this.#releases.length],
    );
    this.#starts += 1;
    this.#client = productClient(this.#run.outputs);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    this.#client = undefined;
    await run?.end(signal);
  }
}
