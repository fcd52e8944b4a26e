import { z } from 'zod';
import type { Principal } from '../../endpoint/call.ts';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import { type JsonObject, parseJsonObject } from '../../kernel/json.ts';
import type { Write } from '../../kernel/store.ts';
import { route } from './delivery/routing.ts';
import { envelope } from './envelope.ts';
import type { Parts } from './parts.ts';

const Entry = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  /** Epoch seconds, as the SDK sends a Date; ISO 8601 in calls that have no Date. */
  Time: z.union([z.number(), z.iso.datetime({ offset: true })]).optional(),
  EventBusName: z.string().optional(),
  TraceHeader: z.string().optional(),
});
type Entry = z.infer<typeof Entry>;

const PutEvents = z.strictObject({ Entries: z.array(Entry) });

const LIMIT_BYTES = 1_048_576;
const TIME_BYTES = 14;

/** As EventBridge counts it. */
const sizeOf = (entry: Entry): number =>
  [entry.Source, entry.DetailType, entry.Detail, ...entry.Resources].reduce(
    (sum, text) => sum + Buffer.byteLength(text ?? ''),
    entry.Time === undefined ? 0 : TIME_BYTES,
  );

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const checkRequest = (entries: readonly Entry[]): void => {
  const constraint = (bound: string) =>
    invalid(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  if (entries.length === 0) throw constraint('greater than or equal to 1');
  if (entries.length > 10) throw constraint('less than or equal to 10');
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) >= LIMIT_BYTES) {
    throw invalid('Total size of the entries in the request is over the limit.');
  }
};

const required = (entry: Entry, name: 'Source' | 'DetailType' | 'Detail'): string => {
  const value = entry[name];
  if (value) return value;
  throw new AwsError(
    'InvalidArgument',
    `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  );
};

const detailOf = (text: string): JsonObject => {
  try {
    return parseJsonObject(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new AwsError('MalformedDetail', 'Detail is malformed.');
  }
};

const timeOf = (parts: Parts, { Time: time }: Entry): number => {
  if (time === undefined) return parts.engine.clock.now();
  return typeof time === 'number' ? time * 1000 : Date.parse(time);
};

const eventOf = (parts: Parts, entry: Entry, principal: Principal) => {
  const source = required(entry, 'Source');
  const detailType = required(entry, 'DetailType');
  const detail = detailOf(required(entry, 'Detail'));
  if (source.startsWith('aws.') && principal.kind !== 'service') {
    throw new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const at = timeOf(parts, entry);
  return envelope(parts.engine, { source, detailType, detail, resources: entry.Resources, at });
};

/** What an entry is answered, and what must be stored for it. */
type Taken = { answer: JsonObject; writes: Write[] };

/** An event's deliveries, and its copies in the archives of its bus. */
const writesFor = async (parts: Parts, bus: string, event: JsonObject): Promise<Write[]> => {
  const deliveries = await route(parts, bus, event);
  const archived = await parts.archives.keeping(bus, event);
  return [...deliveries.flatMap((one) => parts.deliveries.adding(one)), ...archived];
};

const take = async (parts: Parts, entry: Entry, principal: Principal): Promise<Taken> => {
  const event = eventOf(parts, entry, principal);
  const bus = await parts.buses.find(entry.EventBusName);
  if (!bus) {
    const { EventBusName: name = '' } = entry;
    parts.engine.log.say(`event ${event['detail-type']} dropped: no event bus ${name}`);
  }
  return {
    answer: { EventId: event.id },
    writes: bus ? await writesFor(parts, bus.name, event) : [],
  };
};

const takeOrRefuse = async (parts: Parts, entry: Entry, principal: Principal): Promise<Taken> => {
  try {
    return await take(parts, entry, principal);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { answer: { ErrorCode: error.code, ErrorMessage: error.message }, writes: [] };
  }
};

/** PutEvents: answers when all that its entries lead to is stored, in one write. */
export const putEvents = (parts: Parts) =>
  operation(PutEvents, async ({ Entries: entries }, { principal }) => {
    checkRequest(entries);
    const taken = await Promise.all(entries.map((entry) => takeOrRefuse(parts, entry, principal)));
    const writes = taken.flatMap((one) => one.writes);
    if (writes.length > 0) {
      await parts.engine.store.batch(writes);
      parts.queue.wake();
    }
    return {
      FailedEntryCount: taken.filter(({ answer }) => answer['ErrorCode'] !== undefined).length,
      Entries: taken.map(({ answer }) => answer),
    };
  });
