import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testEngine } from '../../support/testEngine.ts';
import { virtualClock } from '../../support/virtualClock.ts';

const { clock, advance } = virtualClock();
let engine: Awaited<ReturnType<typeof testEngine>>;

beforeEach(async () => {
  engine = await testEngine([], { clock });
});
afterEach(() => engine.destroy());

const send = (to: string, subject: string) =>
  engine.engine.mail.send({ to, subject, body: `about ${subject}` });

const subjects = async (address: string) =>
  (await engine.engine.mail.to(address)).map((message) => message.subject);

describe('mailbox', () => {
  it('gives the newest message first, with its time', async () => {
    await send('ann@example.com', 'first');
    await advance(1);
    await send('ann@example.com', 'second');

    const [newest, oldest] = await engine.engine.mail.to('ann@example.com');

    expect([newest?.subject, oldest?.subject]).toEqual(['second', 'first']);
    expect(newest?.at).toBe(new Date(clock.now()).toISOString());
  });

  it('knows an address in any case', async () => {
    await send('Ann@Example.com', 'hello');

    expect(await subjects('aNN@example.COM')).toEqual(['hello']);
  });

  it('keeps an address apart from one that it begins', async () => {
    await send('ann@example.com.au', 'other');

    expect(await subjects('ann@example.com')).toEqual([]);
  });

  it('keeps mail across a restart', async () => {
    await send('ann@example.com', 'hello');
    await engine.close();
    engine = await testEngine([], { clock, directory: engine.directory });

    expect(await subjects('ann@example.com')).toEqual(['hello']);
  });
});
