import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AskPorts } from './askReminder.ts';

/** The queue from which reminders are sent. */
export const reminderQueue =
  (client: SQSClient, QueueUrl: string): AskPorts['remindLater'] =>
  async (request) => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(request) }));
  };
