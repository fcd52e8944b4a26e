import { AwsError } from '../../../endpoint/errors.ts';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { type Context, unsupportedOption, withTableName } from '../context.ts';
import { type ActionName, parse, type Request } from '../dynalite.ts';
import { changesOfAll, type Outcome, Session } from '../session.ts';
import { checkRequest } from './requestChecks.ts';

type WriteAction = 'putItem' | 'updateItem' | 'deleteItem';

/** Checks and parses the input of an operation on items of one table. */
export const parsed = (context: Context, action: ActionName, input: JsonObject): Request => {
  const request = parse(action, withTableName(context.engine, input));
  if (request.ConditionalOperator === 'OR') {
    throw unsupportedOption(action, 'ConditionalOperator OR');
  }
  checkRequest(request);
  return request;
};

/** The error of a failed condition carries the item when the caller asked for it. */
const failure = (error: AwsError, input: JsonObject, outcome: Outcome): AwsError => {
  const item = outcome.found?.before;
  const wanted = input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
  if (error.code !== 'ConditionalCheckFailedException' || !wanted || !item) return error;
  return new AwsError(error.code, error.message, { fields: { Item: item } });
};

/** PutItem, UpdateItem or DeleteItem: the item and all its index entries in one batch. */
export const writeItem =
  (context: Context, action: WriteAction): Operation =>
  async (input) => {
    const request = parsed(context, action, input);
    return context.locks.run([request.TableName], async () => {
      const outcome = await new Session(context).run(action, request);
      if (outcome.error) throw failure(outcome.error, input, outcome);
      await context.items.batch(changesOfAll([outcome]));
      return outcome.answer;
    });
  };
