import type { Disturbance } from '../../engine/kernel/faults.ts';
import { throttled } from '../../simulation/plans/disturbance.ts';
import { sequenceOf } from '../../simulation/world/seededRandom.ts';

/** Throttles a share of all AWS calls, but for those of the account's root, who only looks on. */
export class Throttling implements Disturbance {
  calls = 0;
  refused = 0;
  over = false;
  readonly #share: number;
  readonly #chance: () => number;

  constructor({ share, seed }: { share: number; seed: number }) {
    this.#share = share;
    this.#chance = sequenceOf(seed);
  }

  strike: Disturbance['strike'] = async (when, call) => {
    if (this.over || when === 'after' || call.principal.kind === 'root') return;
    this.calls += 1;
    if (this.#chance() >= this.#share) return;
    this.refused += 1;
    throw throttled(call);
  };
}
