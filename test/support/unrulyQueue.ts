import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { ProductClient } from './productClient.ts';

/** A row of numbers in [0, 1), the same for the same seed. */
const randomOf = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
};

const shuffled = <Value>(values: readonly Value[], random: () => number): Value[] =>
  values
    .map((value) => ({ value, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);

/** So many are held back at a time, and come in any order. */
const WAVE = 40;

/**
 * A queue in front of a queue: what arrives in the first comes out of the second in another order,
 * one to three times, and some of it much later once more.
 */
export const unrulyQueue = async ({ sdk }: Pick<ProductClient, 'sdk'>, seed: number) => {
  const sqs = new SQSClient(sdk);
  const random = randomOf(seed);
  const create = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  const [arrivals, inbox] = [await create('arrivals'), await create('inbox')];
  const held: string[] = [];
  const late: string[] = [];
  const counts = { arrived: 0, sent: 0 };

  const send = async (bodies: string[]): Promise<void> => {
    counts.sent += bodies.length;
    for (let at = 0; at < bodies.length; at += 10) {
      const Entries = bodies
        .slice(at, at + 10)
        .map((MessageBody, n) => ({ Id: String(n), MessageBody }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: inbox, Entries }));
    }
  };

  const receive = async (): Promise<number> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: arrivals, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return 0;
    held.push(...Messages.map(({ Body = '' }) => Body));
    counts.arrived += Messages.length;
    const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: arrivals, Entries }));
    return Messages.length;
  };

  const release = async (): Promise<void> => {
    const copies = held.splice(0).flatMap((body) => {
      if (random() < 0.1) late.push(body);
      return Array.from({ length: 1 + Math.floor(random() * 3) }, () => body);
    });
    await send(shuffled(copies, random));
  };

  /** Moves what has arrived, in waves. */
  const pump = async (): Promise<void> => {
    while ((await receive()) > 0) if (held.length >= WAVE) await release();
  };

  return {
    arrivals,
    inbox,
    counts,
    pump,
    send,
    /** Lets everything out that is still held back. */
    async flush(): Promise<void> {
      await pump();
      await release();
      await send(shuffled(late.splice(0), random));
    },
    /** Whether the reader of the second queue has taken and deleted all of it. */
    async isEmpty(): Promise<boolean> {
      const AttributeNames = [
        'ApproximateNumberOfMessages' as const,
        'ApproximateNumberOfMessagesNotVisible' as const,
      ];
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: inbox, AttributeNames }),
      );
      return Object.values(Attributes).every((count) => count === '0');
    },
  };
};
