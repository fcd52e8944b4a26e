import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import { operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Parts } from '../parts.ts';
import { type RuleId, ruleKey } from './rule.ts';
import { checkTarget, Target } from './target.ts';

/** Which rule, as the target operations name it. */
export const OfRule = z.strictObject({
  Rule: z.string(),
  EventBusName: z.string().optional(),
});

const MOST_TARGETS = 5;

const unchanged = { FailedEntryCount: 0, FailedEntries: [] };

/** Changes of a rule's targets, in turn by rule. */
export const targetOperations = (parts: Parts) => {
  const { rules, buses, turns } = parts;
  const idOf = (input: z.infer<typeof OfRule>): RuleId => ({
    bus: buses.nameOf(input.EventBusName),
    name: input.Rule,
  });
  const change = (id: RuleId, edit: (targets: Target[]) => Target[]): Promise<JsonObject> =>
    turns.take(ruleKey(id), async () => {
      await buses.need(id.bus);
      const rule = await rules.need(id);
      const targets = edit(rule.targets);
      if (targets.length > MOST_TARGETS) {
        throw new AwsError(
          'LimitExceededException',
          'The requested resource exceeds the maximum number allowed.',
        );
      }
      await rules.put({ ...rule, targets });
      return unchanged;
    });
  return {
    PutTargets: operation(
      OfRule.extend({ Targets: z.array(Target).min(1).max(100) }),
      async (input) => {
        for (const target of input.Targets) checkTarget(target);
        return change(idOf(input), (targets) => [
          ...new Map([...targets, ...input.Targets].map((one) => [one.Id, one])).values(),
        ]);
      },
    ),
    RemoveTargets: operation(
      OfRule.extend({ Ids: z.array(z.string()).min(1).max(100), Force: z.boolean().optional() }),
      (input) =>
        change(idOf(input), (targets) => targets.filter(({ Id }) => !input.Ids.includes(Id))),
    ),
  };
};
