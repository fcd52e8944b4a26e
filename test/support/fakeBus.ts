import {
  EventBridgeClient,
  type PutEventsCommandOutput,
  type ServiceInputTypes,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { JsonObject } from '../../engine/kernel/json.ts';
import { publishOn } from '../../events/publish.ts';
import { publishAllOn } from '../../events/publishAll.ts';

const Sent = z.object({
  Entries: z.array(
    z.object({
      EventBusName: z.string(),
      Source: z.string(),
      DetailType: z.string(),
      Time: z.date(),
      Detail: z.string(),
    }),
  ),
});

const entriesOf = (input: ServiceInputTypes) =>
  Sent.parse(input).Entries.map(({ Detail, ...entry }) => ({
    ...entry,
    detail: JsonObject.parse(JSON.parse(Detail)),
  }));

export type SentEntry = ReturnType<typeof entriesOf>[number];

type Answer = Omit<PutEventsCommandOutput, '$metadata'>;

const taken: Answer = { FailedEntryCount: 0, Entries: [] };

/** The tenant whose event a detail is. */
export const tenantOf = (detail: JsonObject) => JsonObject.parse(detail['metadata'])['tenantId'];

/** An answer of PutEvents that refuses the entries for which this holds and takes the others. */
export const refusing =
  (isRefused: (entry: SentEntry) => boolean) =>
  (entries: SentEntry[]): Answer => {
    const Entries = entries.map((entry) =>
      isRefused(entry)
        ? { ErrorCode: 'InternalFailure', ErrorMessage: 'try later' }
        : { EventId: 'taken' },
    );
    return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
  };

/** A bus that keeps what it is sent, call by call; `answer` is what PutEvents says of it. */
export const fakeBus = (answer: Answer | ((entries: SentEntry[]) => Answer) = taken) => {
  const calls: SentEntry[][] = [];
  const client = new EventBridgeClient({ region: 'us-east-1' });
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        const entries = entriesOf(input);
        calls.push(entries);
        const said = typeof answer === 'function' ? answer(entries) : answer;
        return { response: {}, output: { ...said, $metadata: {} } };
      },
    { step: 'initialize' },
  );
  return {
    calls,
    get sent() {
      return calls.flat();
    },
    publish: publishOn(client, 'bus'),
    publishAll: publishAllOn(client, 'bus'),
  };
};
