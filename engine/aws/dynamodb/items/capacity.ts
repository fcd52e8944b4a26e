import type { JsonObject } from '../../../kernel/json.ts';
import type { Request } from '../dynalite.ts';
import type { Outcome } from '../session.ts';

/** One action of a request on many items, and what came of it. */
export type Done = { request: Request; outcome: Outcome };

const unitsOf = ({ outcome }: Done): number => outcome.answer.ConsumedCapacity?.CapacityUnits ?? 0;

/** ConsumedCapacity by table, when asked for. `factor` is 2 in a transaction, as AWS bills it. */
export const consumedCapacity = (
  wanted: unknown,
  done: readonly Done[],
  factor = 1,
): JsonObject => {
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return {};
  const units = new Map<string, number>();
  for (const one of done) {
    const name = one.request.TableName;
    units.set(name, (units.get(name) ?? 0) + factor * unitsOf(one));
  }
  const consumed = [...units].map(([TableName, CapacityUnits]) => ({
    TableName,
    CapacityUnits,
    ...(wanted === 'INDEXES' && { Table: { CapacityUnits } }),
  }));
  return { ConsumedCapacity: consumed };
};
