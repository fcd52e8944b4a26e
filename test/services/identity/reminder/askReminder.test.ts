import { describe, expect, it } from '@jest/globals';
import { askReminderFunction } from '../../../../services/identity/reminder/askReminder.function.ts';
import { askReminder } from '../../../../services/identity/reminder/askReminder.ts';
import { httpRoutes } from '../../../../services/shared/httpRoute.ts';
import { aProxyEvent } from '../../../support/proxyEvent.ts';

const asking = () => {
  const asked: string[] = [];
  const run = askReminder({
    async remindLater({ email }) {
      asked.push(email);
    },
  });
  const handler = httpRoutes(askReminderFunction, { 'POST /sign-in/reminder': run });
  const ask = (email: unknown) =>
    handler(
      aProxyEvent({
        httpMethod: 'POST',
        resource: '/sign-in/reminder',
        body: JSON.stringify({ email }),
      }),
    );
  return { ask, asked };
};

describe('askReminder', () => {
  it('answers every address alike, and has another function look it up', async () => {
    const { ask, asked } = asking();

    const answers = [await ask('ada@acme.example'), await ask(' Nobody@Elsewhere.example ')];

    expect(answers[0]?.statusCode).toBe(202);
    expect(answers[1]).toEqual(answers[0]);
    expect(asked).toEqual(['ada@acme.example', 'nobody@elsewhere.example']);
  });

  it.each(['ada', '', 7])('asks nothing for what is no address: %p', async (email) => {
    const { ask, asked } = asking();

    expect((await ask(email)).statusCode).toBe(400);
    expect(asked).toEqual([]);
  });
});
