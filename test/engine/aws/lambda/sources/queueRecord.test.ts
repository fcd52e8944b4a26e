import { describe, expect, it } from '@jest/globals';
import {
  inInvocations,
  queueRecord,
} from '../../../../../engine/aws/lambda/sources/queueRecord.ts';

const source = { queueArn: 'arn:aws:sqs:us-east-1:000000000000:work', region: 'us-east-1' };

const message = (MessageId: string, Body: string) => ({
  MessageId,
  ReceiptHandle: 'receipt',
  Body,
  MD5OfBody: 'md5',
  Attributes: {},
  MessageAttributes: {},
});

describe('queueRecord', () => {
  it('carries the attributes of a message under Lambda’s own names', () => {
    const MessageAttributes = { Kind: { DataType: 'String', StringValue: 'test' } };
    const sent = { ...message('a', '{}'), MessageAttributes, MD5OfMessageAttributes: 'md5' };

    expect(queueRecord(sent, source)).toMatchObject({
      messageAttributes: {
        Kind: {
          stringValue: 'test',
          stringListValues: [],
          binaryListValues: [],
          dataType: 'String',
        },
      },
      md5OfMessageAttributes: 'md5',
    });
  });
});

describe('inInvocations', () => {
  it('puts messages into one invocation as long as there is room', () => {
    const megabyte = 'x'.repeat(1_048_576);
    const messages = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => message(id, megabyte));

    const parts = inInvocations(messages, source);

    expect(parts.map(({ messages: taken }) => taken.length)).toEqual([5, 2]);
    expect(parts.every(({ payload }) => payload.length <= 6_291_456)).toBe(true);
  });
});
