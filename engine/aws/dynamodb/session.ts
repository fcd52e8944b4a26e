import { AwsError } from '../../endpoint/errors.ts';
import { type ActionHooks, actionStore } from './actionStore.ts';
import type { Item } from './attributeValue.ts';
import { type Context, tableNotFound } from './context.ts';
import { type ActionName, type Answer, act, type Bounds, type Request } from './dynalite.ts';
import { meets } from './items/condition.ts';
import { changesOf, type ItemChange, indexKey } from './items/derivedEntries.ts';
import { checkItem } from './items/itemChecks.ts';
import { type Change, itemPrefix } from './items/itemStore.ts';
import { settledSections } from './items/updateSections.ts';
import { indexesOf, type Table } from './tables/table.ts';

/** What one action found and what it would do. */
export type Outcome = {
  answer: Answer;
  /** Set when the action failed for a reason that AWS names. */
  error?: AwsError;
  /** The item that it read. */
  found?: ItemChange;
  change?: ItemChange;
};

const conditionalCheckFailed = (): AwsError =>
  new AwsError('ConditionalCheckFailedException', 'The conditional request failed');

/** Checks the condition and settles the update against the item that an action has read. */
const prepare = (request: Request, item: Item | undefined): void => {
  const { _condition: condition, _updates: updates } = request;
  if (condition && !meets(item ?? {}, condition.expression)) throw conditionalCheckFailed();
  if (updates) updates.sections = settledSections(updates.sections, item ?? request.Key ?? {});
};

/** Where a page of an index starts: dynalite computes it for its own index keys. */
const startBound = (table: Table, request: Request): Bounds => {
  const index = indexesOf(table).find(({ IndexName }) => IndexName === request.IndexName);
  if (!index || !request.ExclusiveStartKey) return {};
  const key = indexKey(table, index, request.ExclusiveStartKey);
  return request.ScanIndexForward === false ? { lt: key } : { gt: key };
};

/**
 * Runs dynalite's actions on the stored items, but holds their writes back, to be written as one
 * batch with all index entries, or dropped.
 */
export class Session {
  #context: Context;
  #tables = new Map<string, Table>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Runs one action. What AWS names as an error is part of the outcome, anything else is thrown. */
  async run(action: ActionName, request: Request): Promise<Outcome> {
    const table = await this.#table(request.TableName);
    const outcome: Outcome = { answer: {} };
    const { _condition, ...unconditional } = request;
    const hooks: ActionHooks = {
      read: async (key) => {
        const item = await this.#context.items.get(itemPrefix(table) + key);
        outcome.found = { table, key, ...(item && { before: item }) };
        prepare(request, item);
        return item;
      },
      write: (key, after) => {
        if (after) checkItem(table, action, after);
        outcome.change = { ...outcome.found, table, key, ...(after && { after }) };
      },
      indexBounds: (bounds) => ({ ...bounds, ...startBound(table, request) }),
    };
    try {
      outcome.answer = await act(
        action,
        actionStore(this.#context.items, table, hooks),
        unconditional,
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      outcome.error = error;
    }
    return outcome;
  }

  async #table(name: string): Promise<Table> {
    const table = this.#tables.get(name) ?? (await this.#context.tables.get(name));
    if (!table) throw tableNotFound();
    this.#tables.set(name, table);
    return table;
  }
}

/** All that some outcomes would write, as changes of the store. */
export const changesOfAll = (outcomes: readonly Outcome[]): Change[] =>
  outcomes.flatMap(({ change }) => (change ? changesOf(change) : []));
