import { z } from 'zod';
import type { Environment, Outcome } from '../../../../../engine/aws/lambda/environment.ts';
import { lambdaWith } from '../../../../../engine/aws/lambda/lambda.ts';
import { sqs } from '../../../../../engine/aws/sqs/sqs.ts';
import { rolesIn } from '../../../../../engine/iam/roleStore.ts';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { memoryStore } from '../../../../../engine/kernel/memoryStore.ts';
import type { Store } from '../../../../../engine/kernel/store.ts';
import { trustingSts } from '../../../../support/openAccess.ts';
import { testEngine } from '../../../../support/testEngine.ts';
import { virtualClock } from '../../../../support/virtualClock.ts';

const ROLE = 'arn:aws:iam::000000000000:role/worker';
const Counts = z.object({
  Attributes: z.object({
    ApproximateNumberOfMessages: z.coerce.number(),
    ApproximateNumberOfMessagesNotVisible: z.coerce.number(),
  }),
});
const Batch = z.object({
  Records: z.array(z.looseObject({ messageId: z.string(), body: z.string() })),
});
export type Batch = z.infer<typeof Batch>;

/** What the function in these tests makes of a batch; `undefined` is a plain success. */
export type Handler = (batch: Batch) => Promise<Outcome | undefined>;

const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const putRole = (store: Store, actions: readonly string[]) =>
  rolesIn(store).put('worker', {
    name: 'worker',
    id: 'AROATEST',
    path: '/',
    arn: ROLE,
    createdAt: 0,
    maxSessionDuration: 3600,
    tags: [],
    trustPolicy: '',
    inlinePolicies: {
      polling: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
      }),
    },
    attachedPolicies: [],
  });

const environment = (handle: Handler): Environment => ({
  retired: false,
  gone: false,
  usable: true,
  open: async () => undefined,
  run: async ({ payload }) =>
    (await handle(Batch.parse(JSON.parse(payload)))) ?? { payload: 'null' },
  close: async () => {},
});

/** An engine with the queue `work`, which is given up to `dead` after two receives, and a function. */
export const queueFed = async (
  handle: Handler,
  {
    store = memoryStore(),
    time = virtualClock(),
    actions = POLLING,
  }: {
    store?: Store;
    time?: ReturnType<typeof virtualClock>;
    actions?: readonly string[];
  } = {},
) => {
  const services = [sqs, trustingSts, lambdaWith(() => environment(handle))];
  const engine = await testEngine(services, { clock: time.clock, store });
  await putRole(store, actions);
  await engine.start();
  const { call, directory } = engine;
  const urlOf = (name: string) => `${engine.engine.endpoint}/000000000000/${name}`;
  const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: arnOf('dead'),
    maxReceiveCount: 2,
  });
  await call('sqs', 'CreateQueue', { QueueName: 'dead' });
  const Attributes = { VisibilityTimeout: '60', RedrivePolicy };
  await call('sqs', 'CreateQueue', { QueueName: 'work', Attributes });
  return {
    ...engine,
    ...time,
    arnOf,
    lambda: (operation: string, input: JsonObject = {}) => call('lambda', operation, input),
    createFunction: (more: JsonObject = {}) =>
      call('lambda', 'CreateFunction', {
        FunctionName: 'worker',
        Runtime: 'nodejs24.x',
        Role: ROLE,
        Handler: 'index.handler',
        Timeout: 10,
        Code: { LocalDirectory: directory },
        ...more,
      }),
    map: (more: JsonObject = {}) =>
      call('lambda', 'CreateEventSourceMapping', {
        FunctionName: 'worker',
        EventSourceArn: arnOf('work'),
        ...more,
      }),
    send: (...bodies: string[]) =>
      call('sqs', 'SendMessageBatch', {
        QueueUrl: urlOf('work'),
        Entries: bodies.map((MessageBody, index) => ({ Id: `m${index}`, MessageBody })),
      }),
    /** How many messages of a queue wait, and how many are being worked on. */
    async depth(name: string) {
      const AttributeNames = ['All'];
      const answer = await call('sqs', 'GetQueueAttributes', {
        QueueUrl: urlOf(name),
        AttributeNames,
      });
      const { Attributes: counts } = Counts.parse(answer);
      return {
        waiting: counts.ApproximateNumberOfMessages,
        hidden: counts.ApproximateNumberOfMessagesNotVisible,
      };
    },
  };
};
