import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AwsError, unsupportedOperation } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Parts } from './parts.ts';
import { queueDoesNotExist } from './queue.ts';
import { checkAttributes } from './queueAttributes.ts';

const Named = z.strictObject({ QueueUrl: z.string() });
const Text = z.record(z.string(), z.string());

const CreateQueue = z.strictObject({
  QueueName: z.string(),
  Attributes: Text.default({}),
  tags: Text.default({}),
});

const ListQueues = z.strictObject({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.int().min(1).max(1000).default(1000),
  NextToken: z.string().optional(),
});

const checkName = (name: string): void => {
  if (name.endsWith('.fifo')) {
    throw unsupportedOperation('sqs', `CreateQueue with a FIFO queue (${name})`);
  }
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
};

const create = async (parts: Parts, input: z.infer<typeof CreateQueue>): Promise<JsonObject> => {
  const { queues, engine } = parts;
  const { QueueName: name, Attributes: attributes, tags } = input;
  checkName(name);
  const answer = { QueueUrl: queues.urlOf(name) };
  const known = await queues.get(name);
  if (known) {
    const same = Object.entries(attributes).every(([key, value]) =>
      isDeepStrictEqual(known.attributes[key], value),
    );
    if (same) return answer;
    throw new AwsError(
      'QueueNameExists',
      'A queue already exists with the same name and a different value for an attribute.',
    );
  }
  await checkAttributes(queues, attributes);
  const now = engine.clock.now();
  await queues.put(name, { name, attributes, tags, createdAt: now, modifiedAt: now });
  return answer;
};

const empty = async ({ engine, messages }: Parts, queue: string): Promise<void> => {
  for await (const page of messages.pages(queue)) {
    await engine.store.batch(page.flatMap((place) => messages.deleting(queue, place)));
  }
};

const list = async (parts: Parts, input: z.infer<typeof ListQueues>): Promise<JsonObject> => {
  const found = await parts.queues.list({
    prefix: input.QueueNamePrefix,
    limit: input.MaxResults + 1,
    ...(input.NextToken !== undefined && {
      after: Buffer.from(input.NextToken, 'base64url').toString(),
    }),
  });
  const page = found.slice(0, input.MaxResults);
  const last = page.at(-1)?.key ?? '';
  return {
    QueueUrls: page.map(({ key }) => parts.queues.urlOf(key)),
    ...(found.length > page.length && { NextToken: Buffer.from(last).toString('base64url') }),
  };
};

/** Making, finding and removing queues. */
export const queueOperations = (parts: Parts) => {
  const { queues, turns } = parts;
  return {
    CreateQueue: operation(CreateQueue, (input) =>
      turns.take(input.QueueName, () => create(parts, input)),
    ),
    GetQueueUrl: operation(
      z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
      async (input) => {
        const queue = await queues.get(input.QueueName);
        const owner = input.QueueOwnerAWSAccountId ?? parts.engine.accountId;
        if (!queue || owner !== parts.engine.accountId) throw queueDoesNotExist();
        return { QueueUrl: queues.urlOf(queue.name) };
      },
    ),
    ListQueues: operation(ListQueues, (input) => list(parts, input)),
    DeleteQueue: operation(Named, async (input) => {
      const { name } = await queues.byUrl(input.QueueUrl);
      return turns.take(name, async () => {
        await empty(parts, name);
        await queues.delete(name);
        return {};
      });
    }),
    PurgeQueue: operation(Named, async (input) => {
      const { name } = await queues.byUrl(input.QueueUrl);
      return turns.take(name, async () => {
        await empty(parts, name);
        return {};
      });
    }),
  };
};
