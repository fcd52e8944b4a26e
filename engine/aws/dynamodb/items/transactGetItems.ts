import { z } from 'zod';
import { operation } from '../../../endpoint/service.ts';
import { JsonObject } from '../../../kernel/json.ts';
import type { Context } from '../context.ts';
import { consumedCapacity } from './capacity.ts';
import { runSteps, type Step, tablesOf } from './transaction.ts';
import { parsed } from './writeItem.ts';

const Get = z.object({
  TableName: z.string(),
  Key: JsonObject,
  ProjectionExpression: z.string().optional(),
  ExpressionAttributeNames: JsonObject.optional(),
});

const Input = z.object({
  TransactItems: z
    .array(z.object({ Get }))
    .min(1, 'Member must have length greater than or equal to 1')
    .max(100, 'Member must have length less than or equal to 100'),
  ReturnConsumedCapacity: z.string().optional(),
});

/** TransactGetItems: all items as they were at one moment. */
export const transactGetItems = (context: Context) =>
  operation(Input, async ({ TransactItems, ReturnConsumedCapacity }) => {
    const steps = TransactItems.map(
      (item): Step => ({
        action: 'getItem',
        request: parsed(context, 'getItem', { ...item.Get, ReturnConsumedCapacity }),
        writes: false,
        returnsItem: false,
      }),
    );
    return context.locks.run(tablesOf(steps), async () => {
      const done = await runSteps(context, steps);
      return {
        Responses: done.map(({ outcome: { answer } }) =>
          answer.Item ? { Item: answer.Item } : {},
        ),
        ...consumedCapacity(ReturnConsumedCapacity, done, 2),
      };
    });
  });
