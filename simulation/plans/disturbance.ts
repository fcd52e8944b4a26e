import {
  type AwsCall,
  AwsError,
  concurrentModification,
  type Disturbance,
  dailyMailSpent,
  rateExceeded,
} from '#engine';
import { nothing } from '../world/nothing.ts';
import type { World } from '../world/world.ts';
import { placeOf } from './place.ts';
import type { EventFate, Fate, Mishap, Plan } from './plan.ts';

/** What each service calls its own failure, where it is not as most do. */
const FAILED: Readonly<Record<string, string>> = {
  apigateway: 'ServiceUnavailableException',
  'cognito-idp': 'InternalErrorException',
  events: 'InternalException',
  lambda: 'ServiceException',
};

/** The answer of a service that is asked too much. */
export const throttled = ({ service }: AwsCall): AwsError => rateExceeded(service);

const failed = ({ service }: AwsCall): AwsError =>
  new AwsError(FAILED[service] ?? 'InternalServerError', 'simulated failure', { status: 500 });

const denied = ({ service, operation }: AwsCall): AwsError =>
  new AwsError('AccessDeniedException', `not authorized to perform: ${service}:${operation}`, {
    status: 403,
  });

/** What a call fails with that is refused before it does anything. */
const REFUSALS: Partial<Record<Fate | EventFate, (call: AwsCall) => AwsError>> = {
  failed,
  throttled,
  denied,
  dropped: denied,
  conflicting: concurrentModification,
  outOfMail: dailyMailSpent,
};

/** How late a late event is: past the patience of its delivery, so that it is delivered again. */
const LATE_MS = 45_000;
const AGAIN_MS = 900;

/** Lets a plan's mishaps happen to one world's calls, and keeps a record of them. */
export class Mishaps {
  readonly struck: Mishap[] = [];
  /** How often each place called. */
  readonly calls = new Map<string, number>();
  /** No more mishaps from now on. */
  over = false;
  readonly #plan: Plan;
  readonly #startedAt: number;
  readonly #fates = new WeakMap<AwsCall, Fate | EventFate>();
  /** Deliveries that happen a second time, each by whether its engine is still there. */
  readonly #copies = new Set<() => boolean>();
  readonly #repeated = new WeakSet<AwsCall>();

  constructor(plan: Plan, startedAt: number) {
    this.#plan = plan;
    this.#startedAt = startedAt;
  }

  /** Whether anything happens a second time and is still to come. */
  get pending(): boolean {
    return [...this.#copies].some((isUp) => isUp());
  }

  /** What disturbs one life of the world's engine. */
  of(world: World): Disturbance {
    return {
      strike: (when, call) =>
        when === 'before' ? this.#before(world, call) : this.#after(world, call),
    };
  }

  async #before(world: World, call: AwsCall): Promise<void> {
    const place = this.#repeated.has(call) ? undefined : placeOf(world, call);
    if (place === undefined) return;
    const occurrence = (this.calls.get(place) ?? 0) + 1;
    this.calls.set(place, occurrence);
    await world.sleep(this.#plan.latencyOf(place, occurrence));
    this.#stepClock(world, call, this.#plan.skewFrom?.(place, occurrence));
    const fate = this.#plan.fateOf(place, occurrence) ?? this.#drought(world, call);
    if (fate === undefined || this.over) return;
    this.struck.push({ place, occurrence, times: 1, fate });
    this.#fates.set(call, fate);
    await this.#instead(world, call, fate);
  }

  #stepClock(world: World, { principal }: AwsCall, skew: number | undefined): void {
    const clock = world.environments.get(principal)?.clock;
    if (clock && skew !== undefined) clock.skew = skew;
  }

  #drought(world: World, { service, operation }: AwsCall): Fate | undefined {
    const elapsed = world.parts.time.now() - this.#startedAt;
    return this.#plan.isDry(`${service}:${operation}`, elapsed) ? 'throttled' : undefined;
  }

  async #instead(world: World, call: AwsCall, fate: Fate | EventFate): Promise<void> {
    const refusal = REFUSALS[fate];
    if (refusal) throw refusal(call);
    if (fate === 'silent') await nothing();
    if (fate === 'crashBefore') await this.#crash(world, call);
    if (fate === 'late' || fate === 'lateAndTwice') await world.sleep(LATE_MS);
  }

  async #after(world: World, call: AwsCall): Promise<void> {
    const fate = this.#fates.get(call);
    if (fate === 'lost') await nothing();
    if (fate === 'madeOutOfMail') throw dailyMailSpent();
    if (fate === 'crashAfter') await this.#crash(world, call);
    if (fate === 'twice' || fate === 'lateAndTwice') this.#again(world, call);
  }

  #crash(world: World, call: AwsCall): Promise<never> {
    world.environments.get(call.principal)?.crash();
    return nothing();
  }

  #again(world: World, call: AwsCall): void {
    if (world.isDown) return;
    const { engine } = world.running;
    const copy = { ...call };
    this.#repeated.add(copy);
    const isUp = () => world.isUp(engine);
    this.#copies.add(isUp);
    const over = () => this.#copies.delete(isUp);
    world.parts.time.after(AGAIN_MS, () => {
      if (isUp()) engine.call(copy).then(over, over);
      else over();
    });
  }
}
