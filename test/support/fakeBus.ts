import {
  EventBridgeClient,
  type PutEventsCommandOutput,
  type ServiceInputTypes,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { publishOn } from '../../events/publish.ts';
import { JsonObject } from '../../local/json.ts';

const Sent = z.object({
  Entries: z.tuple([
    z.object({
      EventBusName: z.string(),
      Source: z.string(),
      DetailType: z.string(),
      Time: z.date(),
      Detail: z.string(),
    }),
  ]),
});

const entryOf = (input: ServiceInputTypes) => {
  const [{ Detail, ...entry }] = Sent.parse(input).Entries;
  return { ...entry, detail: JsonObject.parse(JSON.parse(Detail)) };
};

const taken: Omit<PutEventsCommandOutput, '$metadata'> = { FailedEntryCount: 0, Entries: [] };

/** A bus that keeps what it is sent; `answer` is what PutEvents says of it. */
export const fakeBus = (answer = taken) => {
  const sent: ReturnType<typeof entryOf>[] = [];
  const client = new EventBridgeClient({ region: 'us-east-1' });
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        sent.push(entryOf(input));
        return { response: {}, output: { ...answer, $metadata: {} } };
      },
    { step: 'initialize' },
  );
  return { sent, publish: publishOn(client, 'bus') };
};
