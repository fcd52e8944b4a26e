import { z } from 'zod';
import {
  type Access,
  forEach,
  type PermissionsOf,
  permissions,
  requestTags,
} from '../../iam/access.ts';
import type { Queues } from './queue.ts';

const Tags = z.record(z.string(), z.string());
const ByUrl = z.looseObject({
  QueueUrl: z.string(),
  Tags: Tags.default({}),
  TagKeys: z.array(z.string()).optional(),
});
const ByName = z.looseObject({ QueueName: z.string(), tags: Tags.default({}) });

/** A batch needs the permission of its single action. */
const actionOf = (operation: string): string => `sqs:${operation.replace(/Batch$/, '')}`;

const onQueue = (queues: Queues, operation: string): PermissionsOf =>
  permissions(ByUrl, ({ QueueUrl, Tags: tags, TagKeys }) => [
    {
      action: actionOf(operation),
      resource: queues.arnOf(QueueUrl.split('/').at(-1) ?? ''),
      keys: requestTags(tags, TagKeys),
    },
  ]);

const byName = (queues: Queues, operation: string): PermissionsOf =>
  permissions(ByName, ({ QueueName, tags }) => {
    const asked = { resource: queues.arnOf(QueueName), keys: requestTags(tags) };
    const tag = { action: 'sqs:TagQueue', ...asked };
    return [
      { action: actionOf(operation), ...asked },
      ...(Object.keys(tags).length > 0 ? [tag] : []),
    ];
  });

const QUEUE_OPERATIONS = [
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
  'DeleteMessage',
  'DeleteMessageBatch',
  'DeleteQueue',
  'GetQueueAttributes',
  'ListQueueTags',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
  'SendMessageBatch',
  'SetQueueAttributes',
  'TagQueue',
  'UntagQueue',
];

/** What SQS's operations need, and queues' own policies. */
export const sqsAccess = (queues: Queues): Access => ({
  refusal: { code: 'AccessDenied', status: 403 },
  permissions: {
    ...forEach(QUEUE_OPERATIONS, (operation) => onQueue(queues, operation)),
    ...forEach(['CreateQueue', 'GetQueueUrl'], (operation) => byName(queues, operation)),
    ListQueues: () => [{ action: 'sqs:ListQueues', resource: '*' }],
  },
  policyWrites: ['CreateQueue', 'SetQueueAttributes', 'DeleteQueue'],
  resourcePolicy: async (resource) => (await queues.byArn(resource))?.attributes['Policy'],
  resourceTags: async (resource) => (await queues.byArn(resource))?.tags,
});
