import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Place } from './messages.ts';
import type { Parts } from './parts.ts';
import type { Queue } from './queue.ts';
import { changedAttributes, checkAttributes, initialAttributes } from './queueAttributes.ts';
import { isExpired } from './takeMessages.ts';

const Text = z.record(z.string(), z.string());
const Named = z.strictObject({ QueueUrl: z.string() });

const OPTIONAL = [
  'Policy',
  'RedrivePolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'All',
];

type Count = 'visible' | 'hidden' | 'delayed';

const countOf = (place: Place, now: number): Count => {
  if (place.visibleAt <= now) return 'visible';
  return place.received ? 'hidden' : 'delayed';
};

const countsOf = async ({ engine, messages }: Parts, queue: Queue) => {
  const now = engine.clock.now();
  const counts: Record<Count, number> = { visible: 0, hidden: 0, delayed: 0 };
  for await (const page of messages.pages(queue.name)) {
    const kept = page.filter((place) => !isExpired(queue, place.sentAt, now));
    for (const place of kept) counts[countOf(place, now)] += 1;
  }
  return counts;
};

const seconds = (milliseconds: number): string => String(Math.floor(milliseconds / 1000));

const attributesOf = async (parts: Parts, queue: Queue): Promise<Record<string, string>> => {
  const counts = await countsOf(parts, queue);
  return {
    ...initialAttributes,
    ...queue.attributes,
    QueueArn: parts.queues.arnOf(queue.name),
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.hidden),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
  };
};

const chosen = (all: Record<string, string>, names: readonly string[]): JsonObject => {
  const unknown = names.find((name) => !Object.hasOwn(all, name) && !OPTIONAL.includes(name));
  if (unknown !== undefined) {
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  }
  const wanted = Object.entries(all).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
};

/** A queue's attributes and tags. */
export const queueSettings = (parts: Parts) => {
  const { queues, turns, engine } = parts;
  const change = async (queueUrl: string, edit: (queue: Queue) => Queue): Promise<JsonObject> => {
    const { name } = await queues.byUrl(queueUrl);
    return turns.take(name, async () => {
      await queues.put(name, edit(await queues.byUrl(queueUrl)));
      return {};
    });
  };
  return {
    GetQueueAttributes: operation(
      Named.extend({ AttributeNames: z.array(z.string()).default([]) }),
      async (input) =>
        chosen(await attributesOf(parts, await queues.byUrl(input.QueueUrl)), input.AttributeNames),
    ),
    SetQueueAttributes: operation(Named.extend({ Attributes: Text }), async (input) => {
      await checkAttributes(queues, input.Attributes);
      return change(input.QueueUrl, (queue) => ({
        ...queue,
        attributes: changedAttributes(queue.attributes, input.Attributes),
        modifiedAt: engine.clock.now(),
      }));
    }),
    TagQueue: operation(Named.extend({ Tags: Text }), (input) =>
      change(input.QueueUrl, (queue) => ({ ...queue, tags: { ...queue.tags, ...input.Tags } })),
    ),
    UntagQueue: operation(Named.extend({ TagKeys: z.array(z.string()) }), (input) =>
      change(input.QueueUrl, (queue) => ({
        ...queue,
        tags: Object.fromEntries(
          Object.entries(queue.tags).filter(([key]) => !input.TagKeys.includes(key)),
        ),
      })),
    ),
    ListQueueTags: operation(Named, async (input) => ({
      Tags: (await queues.byUrl(input.QueueUrl)).tags,
    })),
  };
};
