import type { Operation } from '../../../endpoint/service.ts';
import type { Context } from '../context.ts';
import { type BatchWrite, parseBatchWrite, type Request } from '../dynalite.ts';
import { changesOfAll, Session } from '../session.ts';
import { plainTables } from './batchGetItem.ts';
import { consumedCapacity, type Done } from './capacity.ts';
import { invalid } from './itemChecks.ts';

const MAX_WRITES = 25;

const requestsOf = ({ RequestItems, ReturnConsumedCapacity }: BatchWrite): Request[] =>
  Object.entries(RequestItems).flatMap(([TableName, writes]) =>
    writes.map(({ PutRequest, DeleteRequest }) => {
      if (PutRequest && DeleteRequest) {
        throw invalid('A write request must be either a PutRequest or a DeleteRequest');
      }
      return {
        TableName,
        ...(ReturnConsumedCapacity && { ReturnConsumedCapacity }),
        ...PutRequest,
        ...DeleteRequest,
      };
    }),
  );

const runAll = async (context: Context, requests: readonly Request[]): Promise<Done[]> => {
  const session = new Session(context);
  const done: Done[] = [];
  const seen = new Set<string>();
  for (const request of requests) {
    const outcome = await session.run(request.Item ? 'putItem' : 'deleteItem', request);
    if (outcome.error) throw outcome.error;
    const item = `${request.TableName}/${outcome.found?.key}`;
    if (seen.has(item)) throw invalid('Provided list of item keys contains duplicates');
    seen.add(item);
    done.push({ request, outcome });
  }
  return done;
};

/** BatchWriteItem. Here, unlike on AWS, the batch is atomic as well. */
export const batchWriteItem =
  (context: Context): Operation =>
  async (input) => {
    const batch = parseBatchWrite(plainTables(context, input).input);
    const requests = requestsOf(batch);
    if (requests.length > MAX_WRITES) {
      throw invalid('Too many items requested for the BatchWriteItem call');
    }
    return context.locks.run(Object.keys(batch.RequestItems), async () => {
      const done = await runAll(context, requests);
      await context.items.batch(changesOfAll(done.map(({ outcome }) => outcome)));
      return {
        UnprocessedItems: {},
        ...consumedCapacity(batch.ReturnConsumedCapacity, done),
      };
    });
  };
