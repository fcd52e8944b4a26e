import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Outgoing } from './outgoing.ts';
import { entryOf, nextCall } from './putEventsCall.ts';

/** EventBridge took the request but not the event. Trying again may help. */
export class EventNotPublished extends Error {
  override readonly name = 'EventNotPublished';
}

/**
 * Publishes several events, a tenant's in the given order, and says of each how it went, as
 * `Promise.allSettled` does. When one is refused for good, the tenant's later ones are not sent.
 */
export type PublishAll = (events: readonly Outgoing[]) => Promise<PromiseSettledResult<void>[]>;

/** How often an entry is sent that EventBridge refuses while it takes the request. */
const ATTEMPTS = 3;

type Result = PromiseSettledResult<void>;
type Waiting = { event: Outgoing; index: number; refusals: number };

const titleOf = ({ type, eventId }: Outgoing): string => `${type} ${eventId}`;

const rejected = (reason: unknown): Result => ({ status: 'rejected', reason });

/** How it went, or undefined when it may be sent again. */
const resultOf = (one: Waiting, refusal: PutEventsResultEntry): Result | undefined => {
  one.refusals += 1;
  if (one.refusals < ATTEMPTS) return undefined;
  const { ErrorCode, ErrorMessage } = refusal;
  return rejected(new EventNotPublished(`${titleOf(one.event)}: ${ErrorCode} ${ErrorMessage}`));
};

const sending =
  (client: Pick<EventBridgeClient, 'send'>, busName: string) =>
  async (call: readonly Waiting[]): Promise<(Result | undefined)[]> => {
    try {
      const Entries = call.map(({ event }) => entryOf(event, busName));
      const answer = await client.send(new PutEventsCommand({ Entries }));
      return call.map((one, at) => {
        const entry = answer.Entries?.[at] ?? {};
        const taken = answer.FailedEntryCount === 0 || entry.EventId !== undefined;
        return taken ? { status: 'fulfilled', value: undefined } : resultOf(one, entry);
      });
    } catch (reason) {
      // Whether they are out is not known, and the SDK has retried already.
      return call.map(() => rejected(reason));
    }
  };

/** The results so far, by the event's place in the list, and the tenants that one was refused to. */
type Progress = { results: Result[]; refused: Map<string, Outgoing> };

const note = ({ results, refused }: Progress, one: Waiting, result: Result | undefined): void => {
  if (!result) return;
  results[one.index] = result;
  if (result.status === 'rejected') refused.set(one.event.tenantId, one.event);
};

const holdBack = ({ results, refused }: Progress, { event, index }: Waiting): void => {
  const earlier = refused.get(event.tenantId);
  if (!earlier || results[index]) return;
  const message = `${titleOf(event)}: held back, because ${titleOf(earlier)} is not published`;
  results[index] = rejected(new EventNotPublished(message));
};

/** Publishes on one bus, in as few calls as it takes. */
export const publishAllOn = (
  client: Pick<EventBridgeClient, 'send'>,
  busName: string,
): PublishAll => {
  const send = sending(client, busName);
  return async (events) => {
    const progress: Progress = { results: [], refused: new Map() };
    let waiting: Waiting[] = events.map((event, index) => ({ event, index, refusals: 0 }));
    while (waiting.length > 0) {
      const call = nextCall(waiting);
      const results = await send(call);
      for (const [at, one] of call.entries()) note(progress, one, results[at]);
      for (const one of waiting) holdBack(progress, one);
      waiting = waiting.filter(({ index }) => progress.results[index] === undefined);
    }
    return progress.results;
  };
};
