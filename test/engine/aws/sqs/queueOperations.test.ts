import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqs } from '../../../../engine/aws/sqs/sqs.ts';
import { testEngine } from '../../../support/testEngine.ts';
import { queueEngine } from './aQueue.ts';

let queues: Awaited<ReturnType<typeof queueEngine>>;

beforeAll(async () => {
  queues = await queueEngine();
});

afterAll(() => queues.destroy());

describe('CreateQueue', () => {
  it('is idempotent for equal attributes only', async () => {
    const made = await queues.create('same', { VisibilityTimeout: '5' });

    expect(await queues.create('same', { VisibilityTimeout: '5' })).toEqual(made);
    await expect(queues.create('same', { VisibilityTimeout: '6' })).rejects.toMatchObject({
      code: 'QueueNameExists',
    });
  });

  it.each([
    { name: 'fair.fifo', attributes: {}, code: 'UnsupportedOperation', names: 'fair.fifo' },
    { attributes: { FifoQueue: 'true' }, code: 'UnsupportedOperation', names: 'FifoQueue' },
    { attributes: { Colour: 'blue' }, code: 'InvalidAttributeName', names: 'Colour' },
    {
      attributes: { VisibilityTimeout: '43201' },
      code: 'InvalidAttributeValue',
      names: 'VisibilityTimeout',
    },
    { attributes: { Policy: 'no json' }, code: 'InvalidAttributeValue', names: 'Policy' },
    {
      attributes: { RedrivePolicy: '{"maxReceiveCount":1}' },
      code: 'InvalidParameterValue',
      names: 'RedrivePolicy',
    },
    { name: 'no/slash', attributes: {}, code: 'InvalidParameterValue', names: 'alphanumeric' },
  ])('refuses $name $attributes', async ({ name = 'odd', attributes, code, names }) => {
    const creating = queues.create(name, { ...attributes });

    await expect(creating).rejects.toMatchObject({
      code,
      message: expect.stringContaining(names),
    });
  });

  it('refuses a dead-letter queue that does not exist', async () => {
    const policy = { deadLetterTargetArn: queues.arnOf('nowhere'), maxReceiveCount: '3' };

    const creating = queues.create('redriven', { RedrivePolicy: JSON.stringify(policy) });

    await expect(creating).rejects.toThrow('Dead letter target does not exist.');
  });
});

describe('SetQueueAttributes', () => {
  it('keeps what it is given and takes an emptied policy away', async () => {
    await queues.create('set', { Policy: '{"Statement":[]}' });
    const QueueUrl = queues.urlOf('set');

    await queues.call('sqs', 'SetQueueAttributes', {
      QueueUrl,
      Attributes: { Policy: '', DelaySeconds: '7' },
    });
    const answer = await queues.call('sqs', 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['Policy', 'DelaySeconds', 'VisibilityTimeout', 'QueueArn'],
    });

    expect(answer).toEqual({
      Attributes: { DelaySeconds: '7', VisibilityTimeout: '30', QueueArn: queues.arnOf('set') },
    });
  });
});

describe('ListQueues', () => {
  it('pages through the queues of a prefix', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await queues.create(name);
    const list = (NextToken?: string) =>
      queues.call('sqs', 'ListQueues', {
        QueueNamePrefix: 'page-',
        MaxResults: 2,
        ...(NextToken && { NextToken }),
      });

    const first = await list();
    const second = await list(String(first['NextToken']));

    expect(first['QueueUrls']).toEqual([queues.urlOf('page-a'), queues.urlOf('page-b')]);
    expect(second).toEqual({ QueueUrls: [queues.urlOf('page-c')] });
  });
});

describe('DeleteQueue', () => {
  it('leaves nothing behind for a queue of the same name', async () => {
    await queues.create('again');
    await queues.send('again', 'x');

    await queues.call('sqs', 'DeleteQueue', { QueueUrl: queues.urlOf('again') });
    await expect(queues.send('again', 'y')).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
    await queues.create('again');

    expect(await queues.receive('again')).toEqual([]);
  });
});

describe('sqs', () => {
  it('has its messages again after a restart, under the URL of the earlier run', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'engine-'));
    const before = await testEngine([sqs], { directory });
    const made = await before.call('sqs', 'CreateQueue', { QueueName: 'kept' });
    const QueueUrl = String(made['QueueUrl']);
    await before.call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' });
    await before.close();

    const after = await testEngine([sqs], { directory });
    const received = await after.call('sqs', 'ReceiveMessage', { QueueUrl });
    await after.close();
    await rm(directory, { recursive: true });

    expect(received['Messages']).toMatchObject([{ Body: 'x' }]);
  });

  it('ends a long poll when it stops', async () => {
    const engine = await testEngine([sqs]);
    const made = await engine.call('sqs', 'CreateQueue', { QueueName: 'polled' });
    const QueueUrl = String(made['QueueUrl']);

    const polling = engine.call('sqs', 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
    await engine.destroy();

    expect(await polling).toEqual({});
  });
});
