import { setTimeout as pause } from 'node:timers/promises';
import { statusOf } from '../../services/registration/registration.ts';
import { violationsOf } from '../../simulation/invariant.ts';
import { sequenceOf } from '../../simulation/seededRandom.ts';
import { type LocalRun, npmStart } from './npmStart.ts';
import { productClient } from './productClient.ts';
import { storedEvidence } from './storedEvidence.ts';

const STARTER = 'test/support/witnessedStart.ts';
/** How many people sign up at any time. */
const AT_ONCE = 6;
const RETRY_MS = 300;
/** A kill comes at a moment of the first so many milliseconds of a life. */
const LONGEST_LIFE_MS = 4_000;
/** Two in a row share an address: whoever of them comes second fails and is rolled back. */
const SHARED_EVERY = 7;
const SILO_EVERY = 5;
/** Lambda tries an event that failed again after one minute, and once more after two. */
const SETTLING_MS = 15_000;
const MOST_SETTLING = 20;

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
  readonly accepted = new Set<string>();
  kills = 0;
  readonly #directory: string;
  readonly #chance: () => number;
  #run: LocalRun | undefined;
  #signUps = 0;
  #open = false;

  constructor(directory: string, seed: number) {
    this.#directory = directory;
    this.#chance = sequenceOf(seed);
  }

  /** Kills so many times under load, waits until all is quiet, and says what is wrong then. */
  async round(kills: number): Promise<string[]> {
    this.#open = true;
    await this.#start();
    const people = Array.from({ length: AT_ONCE }, () => this.#person());
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(this.#chance() * LONGEST_LIFE_MS);
      await this.#end('SIGKILL');
      this.kills += 1;
      await this.#start();
    }
    this.#open = false;
    await Promise.all(people);
    return this.#verdict();
  }

  async counts(): Promise<Killed> {
    const { facts } = await storedEvidence(this.#directory);
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

  /** What is under way may take as long as Lambda's own retries. */
  async #verdict(): Promise<string[]> {
    for (let settling = 0; ; settling += 1) {
      await this.#end('SIGKILL');
      const { facts, events } = await storedEvidence(this.#directory);
      const { accepted } = this;
      const violations = violationsOf({ facts, accepted, events });
      if (violations.length === 0 || settling === MOST_SETTLING) return violations;
      await this.#start();
      await pause(SETTLING_MS);
    }
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
    for (;;) {
      const answer = this.#run && productClient(this.#run.outputs);
      const told = await answer?.post('registrations', signUpOf(index), headers).catch(() => {});
      if (told?.status === 202) {
        this.accepted.add(String(told.body.registrationId));
        return;
      }
      await pause(RETRY_MS);
    }
  }

  async #start(): Promise<void> {
    this.#run = await npmStart(this.#directory, STARTER);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    await run?.end(signal);
  }
}
