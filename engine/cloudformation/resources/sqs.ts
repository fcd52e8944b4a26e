import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import { unlessAbsent } from '../absence.ts';
import { given, PolicyDocument, tagMap, textOf, without } from '../properties.ts';
import { type Actions, type Made, provide, type ResourceContext } from '../provider.ts';

const LONGEST_NAME = 80;

const Queue = z.strictObject({
  QueueName: z.string().optional(),
  Tags: given,
  ContentBasedDeduplication: given,
  DeduplicationScope: given,
  DelaySeconds: given,
  FifoQueue: given,
  FifoThroughputLimit: given,
  KmsDataKeyReusePeriodSeconds: given,
  KmsMasterKeyId: given,
  MaximumMessageSize: given,
  MessageRetentionPeriod: given,
  ReceiveMessageWaitTimeSeconds: given,
  RedriveAllowPolicy: given,
  RedrivePolicy: given,
  SqsManagedSseEnabled: given,
  VisibilityTimeout: given,
});
type Queue = z.infer<typeof Queue>;

/** What a queue has when its template no longer says otherwise. */
const DEFAULTS: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  RedriveAllowPolicy: '',
  RedrivePolicy: '',
  VisibilityTimeout: '30',
};

const asText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const attributesOf = (queue: Queue): Record<string, string> =>
  Object.fromEntries(
    Object.entries(without(queue, 'QueueName', 'Tags')).map(([name, value]) => [
      name,
      asText(value),
    ]),
  );

const defaultsFor = (removed: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(DEFAULTS).filter(([attribute]) => removed.includes(attribute)));

const nameOf = (queue: Queue, { name }: ResourceContext): string =>
  queue.QueueName ?? name(LONGEST_NAME);

const madeOf = (url: string, name: string, { region, accountId }: ResourceContext): Made => ({
  physicalId: url,
  attributes: {
    Arn: `arn:aws:sqs:${region}:${accountId}:${name}`,
    QueueName: name,
    QueueUrl: url,
  },
});

const queue: Actions<Queue> = {
  async create(properties, context) {
    const name = nameOf(properties, context);
    const answer = await context.call('sqs', 'CreateQueue', {
      QueueName: name,
      Attributes: attributesOf(properties),
      tags: tagMap(properties.Tags),
    });
    return madeOf(textOf(answer, 'QueueUrl'), name, context);
  },
  find: (properties, context) =>
    unlessAbsent(async () => {
      const name = nameOf(properties, context);
      const answer = await context.call('sqs', 'GetQueueUrl', { QueueName: name });
      return madeOf(textOf(answer, 'QueueUrl'), name, context);
    }),
  async update(properties, existing, { call }) {
    const before = Object.keys(attributesOf(existing.properties));
    const attributes = attributesOf(properties);
    const removed = before.filter((name) => !Object.hasOwn(attributes, name));
    await call('sqs', 'SetQueueAttributes', {
      QueueUrl: existing.physicalId,
      Attributes: { ...attributes, ...defaultsFor(removed) },
    });
    return existing;
  },
  async delete(existing, { call }) {
    await call('sqs', 'DeleteQueue', { QueueUrl: existing.physicalId });
  },
};

const QueuePolicy = z.strictObject({ Queues: z.array(z.string()), PolicyDocument });

const policy: Actions<z.infer<typeof QueuePolicy>> = {
  async create({ Queues, PolicyDocument: Policy }, { call, name }) {
    for (const QueueUrl of Queues) {
      await call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
    }
    return { physicalId: name(LONGEST_NAME), attributes: {} };
  },
  async update(properties, existing, context) {
    const gone = existing.properties.Queues.filter((url) => !properties.Queues.includes(url));
    await policy.delete?.({ ...existing, properties: { ...properties, Queues: gone } }, context);
    return policy.create(properties, context);
  },
  async delete({ properties }, { call }) {
    for (const QueueUrl of properties.Queues) {
      await unlessAbsent(() =>
        call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } }),
      );
    }
  },
};

/** Queues and their resource policies. */
export const sqsResources = {
  'AWS::SQS::Queue': provide(Queue, queue),
  'AWS::SQS::QueuePolicy': provide(QueuePolicy, policy),
};
