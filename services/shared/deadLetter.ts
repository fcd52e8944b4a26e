import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

const text = (value: string) => ({ DataType: 'String', StringValue: value });

const MAX_REASON = 1024;

/** Keeps an event in a dead-letter queue, in the form that EventBridge itself uses. */
export const deadLetterTo =
  (client: SQSClient, queueUrl: string) =>
  async (event: unknown, why: { code: string; reason: string }): Promise<void> => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(event),
        MessageAttributes: {
          ERROR_CODE: text(why.code),
          ERROR_MESSAGE: text(why.reason.slice(0, MAX_REASON)),
        },
      }),
    );
  };
