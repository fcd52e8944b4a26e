import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queueEngine } from './aQueue.ts';

let queues: Awaited<ReturnType<typeof queueEngine>>;

beforeAll(async () => {
  queues = await queueEngine();
});

afterAll(() => queues.destroy());

const bodies = (messages: { Body: string }[]) => messages.map((message) => message.Body);

describe('ReceiveMessage', () => {
  it('hides a message until its visibility timeout is over', async () => {
    await queues.create('hidden', { VisibilityTimeout: '10' });
    await queues.send('hidden', 'x');

    expect(bodies(await queues.receive('hidden'))).toEqual(['x']);
    await queues.advance(9_999);
    expect(await queues.receive('hidden')).toEqual([]);
    await queues.advance(1);
    expect(await queues.receive('hidden')).toMatchObject([
      { Body: 'x', Attributes: { ApproximateReceiveCount: '2' } },
    ]);
  });

  it('gives the messages of ten sends to one receive', async () => {
    await queues.create('ten');
    for (let index = 0; index < 12; index += 1) await queues.send('ten', String(index));

    const first = await queues.receive('ten', { MaxNumberOfMessages: 10 });
    const second = await queues.receive('ten', { MaxNumberOfMessages: 10 });

    expect(first).toHaveLength(10);
    expect(second).toHaveLength(2);
    expect(new Set(bodies([...first, ...second])).size).toBe(12);
  });

  it('gives one message to one of two receivers', async () => {
    await queues.create('once');
    await queues.send('once', 'x');

    const both = await Promise.all([queues.receive('once'), queues.receive('once')]);

    expect(both.flat()).toHaveLength(1);
  });

  it('waits for a message when told to', async () => {
    await queues.create('waiting');

    const receiving = queues.receive('waiting', { WaitTimeSeconds: 20 });
    await queues.advance(5_000);
    await queues.send('waiting', 'x');

    expect(bodies(await receiving)).toEqual(['x']);
  });

  it('waits for a delayed message', async () => {
    await queues.create('delayed');
    const receiving = queues.receive('delayed', { WaitTimeSeconds: 20 });
    await queues.advance(1);
    await queues.send('delayed', 'x', { DelaySeconds: 3 });

    expect(bodies(await queues.advanceWhile(receiving, 1_000))).toEqual(['x']);
  });

  it('answers nothing when the wait is over', async () => {
    await queues.create('silent');

    const receiving = queues.receive('silent', { WaitTimeSeconds: 2 });

    expect(await queues.advanceWhile(receiving, 1_000)).toEqual([]);
  });

  it('moves a message that was received too often', async () => {
    await queues.create('dead');
    await queues.create('alive', {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queues.arnOf('dead'),
        maxReceiveCount: 2,
      }),
    });
    await queues.send('alive', 'x');

    for (const expected of [1, 1, 0]) {
      expect(await queues.receive('alive', { VisibilityTimeout: 0 })).toHaveLength(expected);
    }
    expect(await queues.receive('dead')).toMatchObject([
      { Body: 'x', Attributes: { DeadLetterQueueSourceArn: queues.arnOf('alive') } },
    ]);
  });

  it('gives nothing that is older than the retention period', async () => {
    await queues.create('old', { MessageRetentionPeriod: '60' });
    await queues.send('old', 'x');

    await queues.advance(60_000);

    expect(await queues.receive('old')).toEqual([]);
  });

  it('refuses more than ten messages', async () => {
    await queues.create('many');

    await expect(queues.receive('many', { MaxNumberOfMessages: 11 })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
  });
});

describe('DeleteMessage', () => {
  it('does not act through the handle of an earlier receive', async () => {
    await queues.create('stale');
    await queues.send('stale', 'x');
    const [early] = await queues.receive('stale', { VisibilityTimeout: 0 });
    const [late] = await queues.receive('stale', { VisibilityTimeout: 30 });
    const remove = (handle = '') =>
      queues.call('sqs', 'DeleteMessage', {
        QueueUrl: queues.urlOf('stale'),
        ReceiptHandle: handle,
      });

    await remove(early?.ReceiptHandle);
    await queues.advance(30_000);
    expect(await queues.receive('stale', { VisibilityTimeout: 0 })).toHaveLength(1);
    await remove(late?.ReceiptHandle);

    expect(await queues.receive('stale')).toHaveLength(1);
  });
});

describe('ChangeMessageVisibility', () => {
  it('gives a message back at once', async () => {
    await queues.create('back');
    await queues.send('back', 'x');
    const [message] = await queues.receive('back');

    await queues.call('sqs', 'ChangeMessageVisibility', {
      QueueUrl: queues.urlOf('back'),
      ReceiptHandle: message?.ReceiptHandle ?? '',
      VisibilityTimeout: 0,
    });

    expect(bodies(await queues.receive('back'))).toEqual(['x']);
  });
});
