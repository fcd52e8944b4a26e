import type { Run } from '#shared/declaredRoute.ts';
import type { askReminderFunction } from './askReminder.function.ts';
import type { ReminderRequest } from './remind.ts';

type Route = (typeof askReminderFunction)['routes']['POST /sign-in/reminder'];

export type AskPorts = {
  /** Has the reminder sent by another function; nobody waits for that. */
  remindLater(request: ReminderRequest): Promise<void>;
};

/** Looks nobody up: neither the answer nor its time tells whose address it is. */
export const askReminder =
  ({ remindLater }: AskPorts): Run<Route> =>
  async ({ body: { email } }) => {
    await remindLater({ email });
    const message = 'if somebody signs in by this address, a mail says where';
    return { status: 202, body: { message } };
  };
