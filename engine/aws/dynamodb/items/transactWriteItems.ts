import { z } from 'zod';
import { operation } from '../../../endpoint/service.ts';
import { JsonObject } from '../../../kernel/json.ts';
import type { Context } from '../context.ts';
import { changesOfAll } from '../session.ts';
import { consumedCapacity } from './capacity.ts';
import { invalid, sizeInBytes } from './itemChecks.ts';
import { runSteps, type Step, type StepDone, tablesOf } from './transaction.ts';
import { isRepeated, tokenChanges } from './transactionToken.ts';
import { parsed } from './writeItem.ts';

const MAX_SIZE = 4 * 2 ** 20;

const Write = z.object({
  TableName: z.string(),
  ConditionExpression: z.string().optional(),
  ExpressionAttributeNames: JsonObject.optional(),
  ExpressionAttributeValues: JsonObject.optional(),
  ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).optional(),
});
const Keyed = Write.extend({ Key: JsonObject });

const Action = z.strictObject({
  Put: Write.extend({ Item: JsonObject }).optional(),
  Update: Keyed.extend({ UpdateExpression: z.string() }).optional(),
  Delete: Keyed.optional(),
  ConditionCheck: Keyed.extend({ ConditionExpression: z.string() }).optional(),
});
type Action = z.infer<typeof Action>;

const Input = z.object({
  TransactItems: z
    .array(Action)
    .min(1, 'Member must have length greater than or equal to 1')
    .max(100, 'Member must have length less than or equal to 100'),
  ClientRequestToken: z.string().min(1).max(36).optional(),
  ReturnConsumedCapacity: z.string().optional(),
});
type Input = z.infer<typeof Input>;

const kinds = [
  ['Put', 'putItem'],
  ['Update', 'updateItem'],
  ['Delete', 'deleteItem'],
  ['ConditionCheck', 'deleteItem'],
] as const;

const stepsOf = (context: Context, action: Action, options: JsonObject): Step[] =>
  kinds.flatMap(([kind, name]) => {
    const given = action[kind];
    if (!given) return [];
    const { ReturnValuesOnConditionCheckFailure, ...input } = given;
    return [
      {
        action: name,
        request: parsed(context, name, { ...input, ...options }),
        writes: kind !== 'ConditionCheck',
        returnsItem: ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
      },
    ];
  });

const allSteps = (context: Context, input: Input): Step[] =>
  input.TransactItems.map((action) => {
    const { ReturnConsumedCapacity } = input;
    const [step, ...others] = stepsOf(context, action, { ReturnConsumedCapacity });
    if (step && others.length === 0) return step;
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  });

const checkSize = (done: readonly StepDone[]): void => {
  const sizes = done.map(({ outcome: { change } }) =>
    change?.after ? sizeInBytes(change.after) : 0,
  );
  if (sizes.reduce((sum, size) => sum + size, 0) <= MAX_SIZE) return;
  throw invalid('The aggregate size of the items in the transaction cannot exceed 4 MB');
};

/** TransactWriteItems: all items, their index entries and the token in one batch, or nothing. */
export const transactWriteItems = (context: Context) =>
  operation(Input, async (input) => {
    const { ClientRequestToken: token, ReturnConsumedCapacity, TransactItems } = input;
    const steps = allSteps(context, input);
    const locks = [...tablesOf(steps), ...(token === undefined ? [] : [`token/${token}`])];
    return context.locks.run(locks, async () => {
      if (await isRepeated(context, token, TransactItems)) return {};
      const done = await runSteps(context, steps);
      checkSize(done);
      const written = done.filter(({ writes }) => writes).map(({ outcome }) => outcome);
      const remembered = tokenChanges(context, token, TransactItems);
      await context.items.batch([...changesOfAll(written), ...remembered]);
      return consumedCapacity(ReturnConsumedCapacity, done, 2);
    });
  });
