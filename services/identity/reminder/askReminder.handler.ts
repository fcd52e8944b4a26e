import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { askReminderFunction } from './askReminder.function.ts';
import { askReminder } from './askReminder.ts';
import { reminderQueue } from './reminderQueue.ts';

const { REMINDER_QUEUE_URL } = env(askReminderFunction.environment);
const remindLater = reminderQueue(new SQSClient(clientDefaults), REMINDER_QUEUE_URL);

export const handler = httpRoutes(askReminderFunction, {
  'POST /sign-in/reminder': askReminder({ remindLater }),
});
