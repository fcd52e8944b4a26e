import { z } from 'zod';
import type { Timer } from '../../../kernel/clock.ts';
import type { Collection, Write } from '../../../kernel/store.ts';
import { deliveriesOf } from '../delivery/routing.ts';
import { envelope } from '../envelope.ts';
import type { Parts } from '../parts.ts';
import { type Rule, type RuleId, ruleKey } from '../rules/rule.ts';
import { scheduleExpression } from './scheduleExpression.ts';

/** When a rule fires next, epoch milliseconds. */
const Schedule = z.object({ bus: z.string(), name: z.string(), dueAt: z.number() });
type Schedule = z.infer<typeof Schedule>;

const isScheduled = (rule: Rule): rule is Rule & { scheduleExpression: string } =>
  rule.state === 'ENABLED' && rule.scheduleExpression !== undefined;

/** Fires scheduled rules; one that became due while the engine was down fires once, at the start. */
export class Scheduler {
  readonly #parts: Parts;
  readonly #kept: Collection<Schedule>;
  readonly #timers = new Map<string, Timer>();
  #open = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#kept = parts.engine.store.collection('events.schedules', Schedule);
  }

  async start(): Promise<void> {
    this.#open = true;
    for (const { value } of await this.#kept.list()) await this.#rearm(value);
  }

  /** A clock that has stepped back since would hold a schedule up: none waits longer than from one firing to the next. */
  async #rearm(schedule: Schedule): Promise<void> {
    const { engine, rules } = this.#parts;
    const rule = await rules.find(schedule);
    const next = rule && isScheduled(rule) ? this.#next(rule, engine.clock.now()) : undefined;
    if (next === undefined || next >= schedule.dueAt) return this.#arm(schedule, schedule.dueAt);
    const { writes, done } = this.#setting(schedule, next);
    await engine.store.batch(writes);
    done();
  }

  stop(): void {
    this.#open = false;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /**
   * The changes that must be written with a rule, and what follows once they are. A schedule that
   * the rule had before runs on undisturbed.
   */
  async changing(rule: Rule, before: Rule | undefined): Promise<{ writes: Write[]; done(): void }> {
    if (!isScheduled(rule)) return this.#ending(rule);
    const isNew = !before || !isScheduled(before);
    if (!isNew && before.scheduleExpression === rule.scheduleExpression) {
      return { writes: [], done: () => {} };
    }
    return this.#setting(rule, this.#next(rule, this.#parts.engine.clock.now()));
  }

  /** The same for a rule that is removed. */
  removing(rule: RuleId): { writes: Write[]; done(): void } {
    return this.#ending(rule);
  }

  #next(rule: Rule & { scheduleExpression: string }, after: number): number | undefined {
    return scheduleExpression(rule.scheduleExpression)(after);
  }

  #setting(rule: RuleId, dueAt: number | undefined) {
    if (dueAt === undefined) return this.#ending(rule);
    const { bus, name } = rule;
    return {
      writes: [this.#kept.putting(ruleKey(rule), { bus, name, dueAt })],
      done: () => this.#arm(rule, dueAt),
    };
  }

  #ending(rule: RuleId) {
    return {
      writes: [this.#kept.deleting(ruleKey(rule))],
      done: () => this.#disarm(ruleKey(rule)),
    };
  }

  #disarm(key: string): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
  }

  #arm(rule: RuleId, dueAt: number): void {
    const { engine, turns } = this.#parts;
    const key = ruleKey(rule);
    this.#disarm(key);
    if (!this.#open) return;
    const fire = () => {
      turns
        .take(key, () => this.#fire(rule, dueAt))
        .catch((error) => engine.log.problem(`schedule of rule ${key}`, error));
    };
    this.#timers.set(key, engine.clock.after(dueAt - engine.clock.now(), fire));
  }

  /** In turn. The deliveries and the next time are one write: no firing is lost or doubled. */
  async #fire(id: RuleId, dueAt: number): Promise<void> {
    const { engine, rules, deliveries, queue } = this.#parts;
    const rule = await rules.find(id);
    const schedule = await this.#kept.get(ruleKey(id));
    if (!this.#open || !rule || !isScheduled(rule) || schedule?.dueAt !== dueAt) return;
    const event = envelope(engine, {
      source: 'aws.events',
      detailType: 'Scheduled Event',
      detail: {},
      resources: [rules.arnOf(rule)],
      at: dueAt,
    });
    const next = this.#following(rule, dueAt);
    const { writes, done } = this.#setting(rule, next);
    const due = deliveriesOf(this.#parts, rule, event).flatMap((one) => deliveries.adding(one));
    await engine.store.batch([...writes, ...due]);
    done();
    queue.wake();
  }

  /** Keeps the beat, but does not make up for what was missed. */
  #following(rule: Rule & { scheduleExpression: string }, dueAt: number): number | undefined {
    const now = this.#parts.engine.clock.now();
    const following = scheduleExpression(rule.scheduleExpression);
    // A clock that has stepped back since does not hold it up.
    let next = following(Math.min(dueAt, now));
    while (next !== undefined && next <= now) next = following(next);
    return next;
  }
}
