import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import type { Collection, Write } from '../../../kernel/store.ts';
import { DEFAULT_BUS } from '../eventBus.ts';
import { type EventPattern, eventPattern } from '../pattern/eventPattern.ts';
import { Target } from './target.ts';

/** A rule and its targets, as they are kept. `bus` is the bus's name. */
export const Rule = z.object({
  name: z.string(),
  bus: z.string(),
  state: z.enum(['ENABLED', 'DISABLED']),
  description: z.string().optional(),
  eventPattern: z.string().optional(),
  scheduleExpression: z.string().optional(),
  roleArn: z.string().optional(),
  tags: z.record(z.string(), z.string()),
  targets: z.array(Target),
});
export type Rule = z.infer<typeof Rule>;

type Listener = { rule: Rule; matches: EventPattern };

/** Which rule of which bus. */
export type RuleId = { bus: string; name: string };

/** A rule's key in every collection about rules. */
export const ruleKey = ({ bus, name }: RuleId): string => `${bus}/${name}`;

const listenersOf = (rules: readonly Rule[]): Listener[] =>
  rules.flatMap((rule) =>
    rule.state === 'ENABLED' && rule.eventPattern !== undefined
      ? [{ rule, matches: eventPattern(rule.eventPattern) }]
      : [],
  );

/** The rules of one engine. Those of a bus are kept compiled until one of them changes. */
export class Rules {
  readonly #engine: Engine;
  readonly #kept: Collection<Rule>;
  readonly #listeners = new Map<string, Promise<Listener[]>>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#kept = engine.store.collection('events.rules', Rule);
  }

  arnOf({ bus, name }: RuleId): string {
    const { region, accountId } = this.#engine;
    const path = bus === DEFAULT_BUS ? name : `${bus}/${name}`;
    return `arn:aws:events:${region}:${accountId}:rule/${path}`;
  }

  find(id: RuleId): Promise<Rule | undefined> {
    return this.#kept.get(ruleKey(id));
  }

  /** Throws ResourceNotFoundException. */
  async need(id: RuleId): Promise<Rule> {
    const rule = await this.find(id);
    if (rule) return rule;
    throw new AwsError(
      'ResourceNotFoundException',
      `Rule ${id.name} does not exist on EventBus ${id.bus}.`,
    );
  }

  /** In the order of names, of one bus. */
  async ofBus(bus: string): Promise<Rule[]> {
    return (await this.#kept.list({ prefix: `${bus}/` })).map(({ value }) => value);
  }

  /** `also` is written with it, all or nothing. */
  async put(rule: Rule, also: Write[] = []): Promise<void> {
    await this.#engine.store.batch([this.#kept.putting(ruleKey(rule), rule), ...also]);
    this.#listeners.delete(rule.bus);
  }

  async delete(id: RuleId, also: Write[]): Promise<void> {
    await this.#engine.store.batch([this.#kept.deleting(ruleKey(id)), ...also]);
    this.#listeners.delete(id.bus);
  }

  /** The enabled rules of a bus that have a pattern. */
  listeners(bus: string): Promise<Listener[]> {
    const known = this.#listeners.get(bus);
    if (known !== undefined) return known;
    const loading = this.ofBus(bus).then(listenersOf);
    this.#listeners.set(bus, loading);
    return loading;
  }
}
