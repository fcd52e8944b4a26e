import type { Json, JsonObject } from '../../engine/kernel/json.ts';
import type { Saga, SagaStep } from '../../services/provisioning/saga/defineSaga.ts';
import { chanceOf } from '../../simulation/world/seededRandom.ts';
import { returned, threw } from '../engine/aws/states/stateMachines.ts';
import { functionNamed } from './definitionOf.ts';

type Tasked = {
  saga: Pick<Saga, 'steps' | 'failed'>;
  results: Readonly<Record<string, JsonObject>>;
};

/** How many calls of a run may go wrong; after that all go well, so that every run comes to its end. */
const MOST_MISHAPS = 12;
const LIKELY = 0.35;
/** How often an undo cannot be done until operators mend what is in its way. */
const BROKEN = 0.2;

const fates = ['refused', 'denied', 'lost', 'silent', 'unheard'] as const;

/** What the steps of a saga have made, and what of it is announced; what calls do goes wrong by chance. */
export class UnreliableTasks {
  readonly made = new Set<string>();
  readonly announced: Json[] = [];
  /** Whether the last call is never answered. */
  silent = false;
  /** Nothing goes wrong any more. */
  mended = false;
  #mishaps = MOST_MISHAPS;
  readonly #calls = new Map<string, number>();
  readonly #seed: number;

  readonly #undos: readonly string[];

  constructor({ steps }: Pick<Saga, 'steps'>, seed: number) {
    this.#undos = steps.flatMap(({ undo }) => undo ?? []);
    this.#seed = seed;
  }

  /** Does what a task is for, before or after something goes wrong with the call. */
  call(task: string, act: () => JsonObject): JsonObject | Promise<JsonObject> {
    this.silent = false;
    const count = (this.#calls.get(task) ?? 0) + 1;
    this.#calls.set(task, count);
    const fate = this.mended ? undefined : this.#fateOf(task, count);
    if (fate === 'refused') return threw('TransientError', 'refused');
    if (fate === 'denied') return threw('PermanentError', 'denied');
    if (fate === 'silent') return this.#unanswered();
    const answer = act();
    if (fate === 'lost') return threw('TransientError', 'the answer was lost');
    return fate === 'unheard' ? this.#unanswered() : answer;
  }

  #fateOf(task: string, count: number): (typeof fates)[number] | undefined {
    const isBroken = chanceOf(this.#seed, task) < BROKEN;
    if (isBroken && this.#undos.includes(task)) return 'denied';
    if (this.#mishaps === 0) return undefined;
    const chance = chanceOf(this.#seed, `${task} ${count}`) / LIKELY;
    const fate = fates[Math.floor(chance * fates.length)];
    if (fate !== undefined) this.#mishaps -= 1;
    return fate;
  }

  #unanswered(): Promise<JsonObject> {
    this.silent = true;
    return new Promise(() => {});
  }
}

/** The functions of a saga's tasks, by their names; `results` are what steps answer. */
export const stubsOf = (
  { saga, results }: Tasked,
  tasks: UnreliableTasks,
): Record<string, (payload: Json) => JsonObject | Promise<JsonObject>> => {
  const run = ({ name }: SagaStep) => ({
    [functionNamed(name)]: () =>
      tasks.call(name, () => {
        tasks.made.add(name);
        return returned(results[name] ?? {});
      }),
  });
  const undo = ({ name, undo: task }: SagaStep) =>
    task !== undefined && {
      [functionNamed(task)]: () =>
        tasks.call(task, () => {
          tasks.made.delete(name);
          return returned(null);
        }),
    };
  const announce = (payload: Json) =>
    tasks.call(saga.failed.name, () => {
      tasks.announced.push(payload);
      return returned(null);
    });
  return Object.assign(
    { [functionNamed(saga.failed.name)]: announce },
    ...saga.steps.map((step) => ({ ...run(step), ...undo(step) })),
  );
};
