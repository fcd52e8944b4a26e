import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import { operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { DEFAULT_BUS } from '../eventBus.ts';
import { Paging, pageOf } from '../page.ts';
import type { Parts } from '../parts.ts';
import { eventPattern } from '../pattern/eventPattern.ts';
import { scheduleExpression } from '../schedule/scheduleExpression.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import { Tags, tagMap } from '../tags.ts';
import { Rule, type RuleId, ruleKey } from './rule.ts';

const Named = z.strictObject({
  Name: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
  EventBusName: z.string().optional(),
});

const PutRule = Named.extend({
  EventPattern: z.string().min(1).optional(),
  ScheduleExpression: z.string().min(1).optional(),
  State: Rule.shape.state.default('ENABLED'),
  Description: z.string().max(512).optional(),
  RoleArn: z.string().optional(),
  Tags: Tags.default([]),
});
type PutRule = z.infer<typeof PutRule>;

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const checkPattern = (input: PutRule): void => {
  if (input.EventPattern === undefined && input.ScheduleExpression === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (input.EventPattern !== undefined) eventPattern(input.EventPattern);
};

const checkSchedule = ({ ScheduleExpression: expression }: PutRule, bus: string): void => {
  if (expression === undefined) return;
  if (bus !== DEFAULT_BUS) {
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  }
  scheduleExpression(expression);
};

const checkCount = async ({ rules, engine }: Parts, id: RuleId): Promise<void> => {
  if ((await rules.ofBus(id.bus)).length < engine.quotas.rulesPerBus) return;
  throw new AwsError(
    'LimitExceededException',
    'The requested resource exceeds the maximum number allowed.',
  );
};

const described = ({ rules, engine }: Parts, rule: Rule): JsonObject => ({
  Name: rule.name,
  Arn: rules.arnOf(rule),
  EventPattern: rule.eventPattern,
  ScheduleExpression: rule.scheduleExpression,
  State: rule.state,
  Description: rule.description,
  RoleArn: rule.roleArn,
  EventBusName: rule.bus,
  CreatedBy: engine.accountId,
});

type Work = { parts: Parts; scheduler: Scheduler };

const save = async ({ parts, scheduler }: Work, rule: Rule, before: Rule | undefined) => {
  const { writes, done } = await scheduler.changing(rule, before);
  await parts.rules.put(rule, writes);
  done();
};

/** What a call leaves out goes back to its default, but targets and tags stay. */
const put = async (work: Work, id: RuleId, input: PutRule): Promise<JsonObject> => {
  const { rules, buses } = work.parts;
  await buses.need(id.bus);
  checkPattern(input);
  checkSchedule(input, id.bus);
  const before = await rules.find(id);
  if (!before) await checkCount(work.parts, id);
  const rule = {
    ...id,
    state: input.State,
    description: input.Description,
    eventPattern: input.EventPattern,
    scheduleExpression: input.ScheduleExpression,
    roleArn: input.RoleArn,
    tags: before?.tags ?? tagMap(input.Tags),
    targets: before?.targets ?? [],
  };
  await save(work, rule, before);
  return { RuleArn: rules.arnOf(id) };
};

const remove = async ({ parts, scheduler }: Work, id: RuleId): Promise<JsonObject> => {
  await parts.buses.need(id.bus);
  const rule = await parts.rules.find(id);
  if (!rule) return {};
  if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
  const { writes, done } = scheduler.removing(id);
  await parts.rules.delete(id, writes);
  done();
  return {};
};

/** Rules, without their targets. */
export const ruleOperations = (parts: Parts, scheduler: Scheduler) => {
  const { rules, buses, turns } = parts;
  const work = { parts, scheduler };
  const idOf = (input: z.infer<typeof Named>): RuleId => ({
    bus: buses.nameOf(input.EventBusName),
    name: input.Name,
  });
  const switching = (state: Rule['state']) =>
    operation(Named, (input) =>
      turns.take(ruleKey(idOf(input)), async () => {
        const rule = await rules.need(idOf(input));
        await save(work, { ...rule, state }, rule);
        return {};
      }),
    );
  return {
    PutRule: operation(PutRule, (input) =>
      turns.take(ruleKey(idOf(input)), () => put(work, idOf(input), input)),
    ),
    DescribeRule: operation(Named, async (input) => {
      await buses.need(input.EventBusName);
      return described(parts, await rules.need(idOf(input)));
    }),
    DeleteRule: operation(Named.extend({ Force: z.boolean().optional() }), (input) =>
      turns.take(ruleKey(idOf(input)), () => remove(work, idOf(input))),
    ),
    EnableRule: switching('ENABLED'),
    DisableRule: switching('DISABLED'),
    ListRules: operation(
      Paging.extend({ EventBusName: z.string().optional() }),
      async ({ EventBusName: busName, ...paging }) => {
        const bus = await buses.need(busName);
        const { page, ...rest } = pageOf(await rules.ofBus(bus.name), paging);
        return { Rules: page.map((rule) => described(parts, rule)), ...rest };
      },
    ),
  };
};
