import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqs } from '../../../../engine/aws/sqs/sqs.ts';
import { testEngine } from '../../../support/testEngine.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;
let client: SQSClient;

beforeAll(async () => {
  engine = await testEngine([sqs]);
  await engine.start();
  client = new SQSClient({
    region: engine.engine.region,
    endpoint: engine.engine.endpoint,
    credentials: engine.engine.credentials.root,
  });
});

afterAll(async () => {
  client.destroy();
  await engine.destroy();
});

const aQueue = async (name: string): Promise<string> => {
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
  return url;
};

describe('sqs', () => {
  it('passes the checks that an SDK client makes of digests', async () => {
    const url = await aQueue('digests');

    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: 'grüße',
        MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
      }),
    );
    const received = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ['All'] }),
    );

    expect(sent.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c');
    expect(received.Messages).toMatchObject([
      {
        Body: 'grüße',
        MessageId: sent.MessageId,
        MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
        MD5OfMessageAttributes: '235c5c510d26fb653d073faed50ae77c',
      },
    ]);
  });

  it('carries binary attributes', async () => {
    const url = await aQueue('binary');
    const bytes = new Uint8Array([0, 1, 255]);

    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: 'x',
        MessageAttributes: { bytes: { DataType: 'Binary', BinaryValue: bytes } },
      }),
    );
    const { Messages: [message] = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ['by.*'] }),
    );

    expect(Buffer.from(message?.MessageAttributes?.['bytes']?.BinaryValue ?? [])).toEqual(
      Buffer.from(bytes),
    );
  });

  it('tells each bad entry of a batch beside the good ones', async () => {
    const url = await aQueue('batch');

    const answer = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'good', MessageBody: 'x' },
          { Id: 'bad', MessageBody: 'x', DelaySeconds: 901 },
        ],
      }),
    );

    expect(answer.Successful).toMatchObject([{ Id: 'good' }]);
    expect(answer.Failed).toMatchObject([
      { Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true },
    ]);
  });

  it('refuses a queue that does not exist with the error that clients know', async () => {
    const missing = new GetQueueAttributesCommand({
      QueueUrl: `${engine.engine.endpoint}/${engine.engine.accountId}/none`,
    });

    await expect(client.send(missing)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('counts messages and forgets the deleted', async () => {
    const url = await aQueue('counts');
    for (const MessageBody of ['a', 'b']) {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
    }
    await client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: 'later', DelaySeconds: 900 }),
    );
    const { Messages: [message] = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url }),
    );
    const counts = async () => {
      const { Attributes: attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
      );
      return [
        attributes?.['ApproximateNumberOfMessages'],
        attributes?.['ApproximateNumberOfMessagesNotVisible'],
        attributes?.['ApproximateNumberOfMessagesDelayed'],
      ];
    };

    expect(await counts()).toEqual(['1', '1', '1']);
    await client.send(
      new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }),
    );
    expect(await counts()).toEqual(['1', '0', '1']);
  });
});
