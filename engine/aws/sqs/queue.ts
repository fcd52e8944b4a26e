import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import type { Engine } from '../../engine.ts';
import type { Collection } from '../../kernel/store.ts';

/** A queue as it is kept; `attributes` holds only what was set. Times are epoch milliseconds. */
export const Queue = z.object({
  name: z.string(),
  attributes: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
  createdAt: z.number(),
  modifiedAt: z.number(),
});
export type Queue = z.infer<typeof Queue>;

/** The queues of one engine, found by what callers name them with. */
export type Queues = Collection<Queue> & {
  urlOf(name: string): string;
  arnOf(name: string): string;
  /** Throws QueueDoesNotExist. */
  byUrl(queueUrl: string): Promise<Queue>;
  byArn(arn: string): Promise<Queue | undefined>;
};

/** The error of a URL or name that no queue has. */
export const queueDoesNotExist = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

const nameInUrl = (queueUrl: string, accountId: string): string | undefined => {
  const [account, name] = queueUrl.split('/').slice(-2);
  return account === accountId ? name : undefined;
};

/** Queue URLs carry the endpoint of this run; one of an earlier run, on another port, is understood. */
export const queuesIn = (engine: Engine): Queues => {
  const { accountId, region, endpoint } = engine;
  const queues = engine.store.collection('sqs.queues', Queue);
  const arnOf = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
  return {
    ...queues,
    arnOf,
    urlOf: (name) => `${endpoint}/${accountId}/${name}`,
    async byUrl(queueUrl) {
      const name = nameInUrl(queueUrl, accountId);
      const queue = name === undefined ? undefined : await queues.get(name);
      if (!queue) throw queueDoesNotExist();
      return queue;
    },
    async byArn(arn) {
      const name = arn.split(':').at(-1) ?? '';
      return arn === arnOf(name) ? queues.get(name) : undefined;
    },
  };
};
