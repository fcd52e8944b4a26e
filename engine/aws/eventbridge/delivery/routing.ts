import type { JsonObject } from '../../../kernel/json.ts';
import type { Parts } from '../parts.ts';
import type { Rule } from '../rules/rule.ts';
import type { Delivery } from './delivery.ts';

/** One delivery for each target of a rule, due at once. */
export const deliveriesOf = (parts: Parts, rule: Rule, event: JsonObject): Delivery[] => {
  const { engine, rules } = parts;
  const now = engine.clock.now();
  return rule.targets.map((target) => ({
    id: engine.random.uuid(),
    ruleArn: rules.arnOf(rule),
    target,
    event,
    acceptedAt: now,
    dueAt: now,
    attempts: 0,
  }));
};

/** The deliveries of an event to all targets of the rules of a bus that it matches. */
export const route = async (parts: Parts, bus: string, event: JsonObject): Promise<Delivery[]> => {
  const listeners = await parts.rules.listeners(bus);
  return listeners
    .filter(({ matches }) => matches(event))
    .flatMap(({ rule }) => deliveriesOf(parts, rule, event));
};
