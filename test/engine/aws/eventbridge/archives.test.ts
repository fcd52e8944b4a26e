import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { eventEngine } from './eventEngine.ts';

const BUS = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const DAY_MS = 86_400_000;

let bridge: Awaited<ReturnType<typeof eventEngine>>;

beforeEach(async () => {
  bridge = await eventEngine();
  await bridge.start();
});

afterEach(() => bridge.destroy());

const archived = (more: JsonObject = {}) =>
  bridge.events('CreateArchive', { ArchiveName: 'kept', EventSourceArn: BUS, ...more });

const count = async () =>
  (await bridge.events('DescribeArchive', { ArchiveName: 'kept' }))['EventCount'];

describe('an archive', () => {
  it('keeps the events of its bus that match its pattern', async () => {
    await archived({ EventPattern: '{"source":["wanted"]}' });

    await bridge.publish('wanted');
    await bridge.publish('unwanted');

    expect(await count()).toBe(1);
  });

  it('heeds a pattern that is changed', async () => {
    await archived({ EventPattern: '{"source":["wanted"]}' });
    await bridge.publish('other');

    await bridge.events('UpdateArchive', {
      ArchiveName: 'kept',
      EventPattern: '{"source":["other"]}',
    });
    await bridge.publish('other');
    await bridge.publish('wanted');

    expect(await count()).toBe(1);
  });

  it('gives up events once their days are over', async () => {
    await archived({ RetentionDays: 2 });
    await bridge.publish('s');
    await bridge.advance(1.5 * DAY_MS);
    await bridge.publish('s');

    await bridge.advance(DAY_MS);
    await bridge.until(async () => (await count()) !== 2);

    expect(await count()).toBe(1);
  });

  it('is listed with what it holds, and gone with it', async () => {
    await archived({ Description: 'all', RetentionDays: 3 });
    await bridge.publish('s');

    expect(await bridge.events('ListArchives', { EventSourceArn: BUS })).toMatchObject({
      Archives: [{ ArchiveName: 'kept', EventCount: 1, RetentionDays: 3, State: 'ENABLED' }],
    });
    await bridge.events('DeleteArchive', { ArchiveName: 'kept' });
    await archived();

    expect(await count()).toBe(0);
  });

  it.each([
    [{ EventSourceArn: `${BUS}-none` }, 'ResourceNotFoundException'],
    [{ EventPattern: '{"source":"s"}' }, 'InvalidEventPatternException'],
    [{ RetentionDays: -1 }, 'ValidationException'],
  ])('is not made with %j: %s', async (wrong, code) => {
    await expect(archived(wrong)).rejects.toMatchObject({ code });
  });

  it('is not made twice', async () => {
    await archived();

    await expect(archived()).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' });
  });
});
