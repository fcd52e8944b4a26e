import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventEngine, FUNCTION_ARN } from './eventEngine.ts';

const MINUTE = 60_000;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engine-'));
});

afterEach(() => rm(directory, { recursive: true }));

const scheduled = async (expression: string, start: number) => {
  const bridge = await eventEngine({ directory, start });
  await bridge.events('PutRule', { Name: 'tick', ScheduleExpression: expression });
  await bridge.events('PutTargets', { Rule: 'tick', Targets: [{ Id: 'f', Arn: FUNCTION_ARN }] });
  await bridge.start();
  return bridge;
};

const START = Date.UTC(2026, 0, 1);

const payloads = (bridge: Awaited<ReturnType<typeof eventEngine>>) =>
  bridge.invoked.map(({ input }) => JSON.parse(String(input['Payload'])));

describe('scheduled rules', () => {
  it('fire at their rate with a scheduled event', async () => {
    const bridge = await scheduled('rate(5 minutes)', START);

    await bridge.until(() => bridge.invoked.length === 2);
    await bridge.close();

    expect(payloads(bridge)).toMatchObject([
      {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        time: '2026-01-01T00:05:00Z',
        detail: {},
        resources: ['arn:aws:events:us-east-1:000000000000:rule/tick'],
      },
      { time: '2026-01-01T00:10:00Z' },
    ]);
  });

  it('fire once for all that a stop made them miss, and keep their beat', async () => {
    const before = await scheduled('rate(5 minutes)', START);
    await before.until(() => before.invoked.length === 1);
    await before.close();

    const after = await eventEngine({ directory, start: START + 60 * MINUTE });
    await after.start();
    await after.until(() => after.invoked.length === 2);
    await after.close();

    expect(payloads(after)).toMatchObject([
      { time: '2026-01-01T00:10:00Z' },
      { time: '2026-01-01T01:05:00Z' },
    ]);
  });

  it('go on after a restart by a clock that has stepped back', async () => {
    const before = await scheduled('rate(5 minutes)', START);
    await before.until(() => before.invoked.length === 1);
    await before.close();

    const after = await eventEngine({ directory, start: START - 120 * MINUTE });
    await after.start();
    await after.advance(5 * MINUTE);
    await after.until(() => after.invoked.length > 0);
    await after.close();

    expect(payloads(after)).toMatchObject([{ time: '2025-12-31T22:05:00Z' }]);
  });

  it('wait after a restart for their next time', async () => {
    const before = await scheduled('cron(0 12 * * ? *)', START);
    await before.close();

    const after = await eventEngine({ directory, start: START + 60 * MINUTE });
    await after.start();
    await after.advance(10 * 60 * MINUTE);
    const early = after.invoked.length;
    await after.advance(50 * MINUTE);
    await after.until(() => after.invoked.length > 0);
    await after.close();

    expect(early).toBe(0);
    expect(payloads(after)).toMatchObject([{ time: '2026-01-01T12:00:00Z' }]);
  });

  it('keep their time when the rule is put again unchanged', async () => {
    const bridge = await scheduled('rate(5 minutes)', START);

    await bridge.advance(4 * MINUTE);
    await bridge.events('PutRule', { Name: 'tick', ScheduleExpression: 'rate(5 minutes)' });
    await bridge.until(() => bridge.invoked.length > 0);
    await bridge.close();

    expect(payloads(bridge)).toMatchObject([{ time: '2026-01-01T00:05:00Z' }]);
  });

  it('rest while disabled', async () => {
    const bridge = await scheduled('rate(5 minutes)', START);

    await bridge.events('DisableRule', { Name: 'tick' });
    await bridge.advance(20 * MINUTE);
    await bridge.events('EnableRule', { Name: 'tick' });
    await bridge.until(() => bridge.invoked.length > 0);
    await bridge.close();

    expect(payloads(bridge)).toMatchObject([{ time: '2026-01-01T00:25:00Z' }]);
  });
});
