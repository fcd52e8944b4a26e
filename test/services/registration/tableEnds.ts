import { isDeepStrictEqual } from 'node:util';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { isNamed } from '../../../services/shared/errors.ts';
import type { ProductEngine } from '../../support/productEngine.ts';
import { type Delivery, endsOf } from './deliveries.ts';
import type { OnTheBus, projectedRegistrations } from './projectedRegistrations.ts';

export const Items = z.array(z.looseObject({ pk: z.string() }));
type Items = z.infer<typeof Items>;

const sorted = (_name: string, value: unknown) =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

type Projected = Awaited<ReturnType<typeof projectedRegistrations>>;

/** The table of the projection, which is put into states and goes on from there. */
export const tableEnds = (
  { documents }: Pick<ProductEngine, 'documents'>,
  projected: Projected,
) => {
  /** Everything in the registration table, in one order. */
  const rows = async (): Promise<Items> => {
    const { Items: found } = await documents.send(
      new ScanCommand({ TableName: projected.tableName, ConsistentRead: true }),
    );
    return Items.parse(found).sort((a, b) => (a.pk < b.pk ? -1 : 1));
  };

  const state = async (): Promise<string> => JSON.stringify(await rows(), sorted);

  const restore = async (wanted: Items): Promise<void> => {
    const there = await rows();
    const gone = there.filter(({ pk }) => !wanted.some((row) => row.pk === pk));
    const changed = wanted.filter((row) => !there.some((other) => isDeepStrictEqual(other, row)));
    const requests = [
      ...gone.map(({ pk }) => ({ DeleteRequest: { Key: { pk } } })),
      ...changed.map((Item) => ({ PutRequest: { Item } })),
    ];
    if (requests.length === 0) return;
    const RequestItems = { [projected.tableName]: requests };
    await documents.send(new BatchWriteCommand({ RequestItems }));
  };

  /** The real consumer's work on one event, on a table in this state; one delivery at a time. */
  const delivering = (events: readonly OnTheBus[]) => {
    let last: Promise<unknown> = Promise.resolve();
    const deliver = async (from: string, event: OnTheBus): Promise<Delivery> => {
      await restore(Items.parse(JSON.parse(from)));
      const failure = await projected.handle(event).then(
        () => undefined,
        (error: unknown) => error,
      );
      const refused = isNamed(failure, 'TransientError');
      if (failure !== undefined && !refused) throw failure;
      return { state: await state(), refused };
    };
    return (from: string, at: number): Promise<Delivery> => {
      const event = events[at];
      if (!event) throw new Error(`there is no event ${at}`);
      const turn = last.then(() => deliver(from, event));
      last = turn;
      return turn;
    };
  };

  return {
    empty: () => restore([]),
    /** What every order of these events comes to, each of them one to three times, from how the table is. */
    endsAfter: async (events: readonly OnTheBus[]) => [
      ...(await endsOf(await state(), events.length, delivering(events))),
    ],
  };
};
