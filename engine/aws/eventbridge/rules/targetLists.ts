import { z } from 'zod';
import { operation } from '../../../endpoint/service.ts';
import { Paging, pageOf } from '../page.ts';
import type { Parts } from '../parts.ts';
import { OfRule } from './targetOperations.ts';

const { Limit, NextToken } = Paging.shape;

const ByTarget = z.strictObject({
  TargetArn: z.string(),
  EventBusName: z.string().optional(),
  Limit,
  NextToken,
});

const NamePrefix = '';

/** A rule's targets, and a target's rules. */
export const targetLists = ({ rules, buses }: Parts) => ({
  ListTargetsByRule: operation(OfRule.extend({ Limit, NextToken }), async (input) => {
    const bus = await buses.need(input.EventBusName);
    const { targets } = await rules.need({ bus: bus.name, name: input.Rule });
    const named = targets
      .map((target) => ({ name: target.Id, target }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { page, ...rest } = pageOf(named, {
      NamePrefix,
      Limit: input.Limit,
      NextToken: input.NextToken,
    });
    return { Targets: page.map(({ target }) => target), ...rest };
  }),
  ListRuleNamesByTarget: operation(ByTarget, async (input) => {
    const bus = await buses.need(input.EventBusName);
    const having = (await rules.ofBus(bus.name)).filter(({ targets }) =>
      targets.some(({ Arn }) => Arn === input.TargetArn),
    );
    const { page, ...rest } = pageOf(having, {
      NamePrefix,
      Limit: input.Limit,
      NextToken: input.NextToken,
    });
    return { RuleNames: page.map(({ name }) => name), ...rest };
  }),
});
