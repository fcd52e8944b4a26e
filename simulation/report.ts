import type { Intervention } from './plans/intervention.ts';
import type { Result, Task } from './task.ts';

const EVERY_MS = 5_000;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const mishapLine = ({ place, occurrence, times, fate }: Result['struck'][number]): string =>
  `  ${fate}: ${place}, call ${occurrence}${times > 1 ? ` and the ${times - 1} after it` : ''}`;

const interventionLine = ({ kind, phase, after, which, event }: Intervention): string => {
  const what = event === undefined ? kind : `${kind} of ${event}`;
  return `  ${what}, ${phase}, ${seconds(after)} later (${which.toFixed(3)})`;
};

/** Tells how runs go, in words and counts. */
export class Report {
  readonly #say: (line: string) => void;
  #name = '';
  #planned = 0;
  #startedAt = 0;
  #saidAt = 0;
  #runs = 0;
  #allRuns = 0;
  #failures = 0;
  #allFailures = 0;
  #counts = { active: 0, failed: 0, stuck: 0, mishaps: 0, crashes: 0 };

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  begin(name: string, planned: number): void {
    this.#name = name;
    this.#planned = planned;
    this.#startedAt = performance.now();
    this.#saidAt = this.#startedAt;
    this.#runs = 0;
    this.#failures = 0;
    this.#counts = { active: 0, failed: 0, stuck: 0, mishaps: 0, crashes: 0 };
  }

  add({ violations, active, failed, stuck, struck, crashes }: Result): void {
    this.#failures += Number(violations.length > 0);
    this.#allFailures += Number(violations.length > 0);
    const counts = this.#counts;
    this.#runs += 1;
    this.#allRuns += 1;
    this.#counts = {
      active: counts.active + active,
      failed: counts.failed + failed,
      stuck: counts.stuck + stuck,
      mishaps: counts.mishaps + struck.length,
      crashes: counts.crashes + crashes.length,
    };
    const now = performance.now();
    if (now - this.#saidAt < EVERY_MS) return;
    this.#saidAt = now;
    this.#say(`  ${this.#runs} of ${this.#planned}, ${seconds(now - this.#startedAt)}`);
  }

  end(): void {
    const { active, failed, stuck, mishaps, crashes } = this.#counts;
    const took = seconds(performance.now() - this.#startedAt);
    this.#say(
      `${this.#name}: ${this.#runs} runs, ${this.#failures} of them failed; ${active} active, ${failed} failed, ${stuck} stuck and replayed; ${mishaps} mishaps, ${crashes} crashes; ${took}`,
    );
  }

  total(): void {
    this.#say(`${this.#allRuns} runs in all, ${this.#allFailures} of them failed`);
  }

  failed({ seed, listed }: Task, { violations, struck, crashes }: Result): void {
    this.#say(
      `${this.#name}: the run of seed ${seed} breaks the invariant${listed ? ', with the mishaps below' : ''}`,
    );
    for (const violation of violations) this.#say(`  ${violation}`);
    this.#say(`its ${struck.length} mishaps and ${crashes.length} crashes:`);
    for (const mishap of struck) this.#say(mishapLine(mishap));
  }

  /** One line for each thing that is wrong with a run. */
  listed({ seed, listed }: Task, { violations }: Result): void {
    const whose = listed ? `listed ${JSON.stringify(listed.interventions ?? [])}` : `seed ${seed}`;
    for (const violation of violations) this.#say(`FAILED ${this.#name} | ${whose} | ${violation}`);
  }

  /** The smallest schedule that still fails, ready to be read and to be run again. */
  shrunk(task: Task | undefined): void {
    if (!task?.listed) {
      this.#say('it does not fail with its mishaps alone: the moment matters too');
      return;
    }
    const { scenario, interventions = [], mishaps, crashes } = task.listed;
    this.#say('shrunk to:');
    for (const { by, tier, tenantName } of scenario)
      this.#say(`  ${tenantName} signs up by ${by}: ${tier}`);
    for (const intervention of interventions) this.#say(interventionLine(intervention));
    for (const mishap of mishaps) this.#say(mishapLine(mishap));
    for (const write of crashes) this.#say(`  the engine ends after its write ${write}`);
  }
}
