import * as z from 'zod';
import { EmailAddress } from '#events/fields.ts';
import { defineFunction } from '#shared/defineFunction.ts';

export const askReminderFunction = defineFunction({
  handler: 'identity/reminder/askReminder',
  environment: z.object({
    /** From where reminders are sent, after the answer. */
    REMINDER_QUEUE_URL: z.string().min(1),
  }),
  routes: {
    'POST /sign-in/reminder': {
      says: 'Mails a person the names of the tenants where it can sign in. The answer is the same for every address; no more than three such mails an hour go to one.',
      roles: 'everybody',
      request: z.object({ body: z.strictObject({ email: EmailAddress }) }),
      replies: {
        202: {
          says: 'A mail is on its way, if the address is a user’s.',
          body: z.object({ message: z.string() }).meta({ id: 'Reminder' }),
        },
      },
    },
  },
});
