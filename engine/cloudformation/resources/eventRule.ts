import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { type JsonObject, JsonValue } from '../../kernel/json.ts';
import { unlessAbsent } from '../absence.ts';
import { given, textOf, without } from '../properties.ts';
import type { Actions, ResourceContext } from '../provider.ts';

const LONGEST_NAME = 64;

/** The properties of AWS::Events::Rule; a target is what PutTargets takes. */
export const Rule = z.strictObject({
  Name: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), JsonValue).optional(),
  ScheduleExpression: given,
  State: given,
  Description: given,
  RoleArn: given,
  Tags: given,
  Targets: z.array(z.object({ Id: z.string() }).catchall(JsonValue)).default([]),
});
type Rule = z.infer<typeof Rule>;

const Failures = z.object({
  FailedEntries: z
    .array(z.looseObject({ ErrorCode: z.string(), ErrorMessage: z.string().default('') }))
    .default([]),
});

const requireNoFailures = (answer: JsonObject): void => {
  const [failure] = Failures.parse(answer).FailedEntries;
  if (failure) throw new AwsError(failure.ErrorCode, failure.ErrorMessage);
};

const place = (rule: Rule, name: string) =>
  without({ Rule: name, EventBusName: rule.EventBusName });

const nameOf = (rule: Rule, { name }: ResourceContext): string => rule.Name ?? name(LONGEST_NAME);

const putRule = async (rule: Rule, context: ResourceContext) => {
  const name = nameOf(rule, context);
  const EventPattern = rule.EventPattern && JSON.stringify(rule.EventPattern);
  const settings = { ...without(rule, 'Targets'), Name: name, EventPattern };
  const answer = await context.call('events', 'PutRule', without(settings));
  const own = [undefined, 'default'].includes(rule.EventBusName);
  return {
    physicalId: own ? name : `${rule.EventBusName}|${name}`,
    attributes: { Arn: textOf(answer, 'RuleArn') },
  };
};

const removeTargets = async (rule: Rule, ids: readonly string[], context: ResourceContext) => {
  if (ids.length === 0) return;
  const input = { ...place(rule, nameOf(rule, context)), Ids: [...ids] };
  requireNoFailures(await context.call('events', 'RemoveTargets', input));
};

/** A rule with its targets. Repeating `create` is safe: PutRule and PutTargets replace. */
export const rule: Actions<Rule> = {
  async create(properties, context) {
    const made = await putRule(properties, context);
    if (properties.Targets.length === 0) return made;
    const Targets = properties.Targets.map((target) => without(target));
    const input = { ...place(properties, nameOf(properties, context)), Targets };
    requireNoFailures(await context.call('events', 'PutTargets', input));
    return made;
  },
  async update(properties, existing, context) {
    const kept = properties.Targets.map((target) => target.Id);
    const before = existing.properties.Targets.map((target) => target.Id);
    const gone = before.filter((id) => !kept.includes(id));
    await removeTargets(existing.properties, gone, context);
    return rule.create(properties, context);
  },
  async delete({ properties }, context) {
    const ids = properties.Targets.map((target) => target.Id);
    await unlessAbsent(() => removeTargets(properties, ids, context));
    const { Rule: Name, ...bus } = place(properties, nameOf(properties, context));
    await context.call('events', 'DeleteRule', { Name, ...bus });
  },
};
