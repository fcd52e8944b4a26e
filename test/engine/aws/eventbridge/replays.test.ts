import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { eventEngine, FUNCTION_ARN, MACHINE_ARN, ROLE_ARN } from './eventEngine.ts';

const BUS = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const ARCHIVE = 'arn:aws:events:us-east-1:000000000000:archive/kept';
const ruleArn = (name: string) => `arn:aws:events:us-east-1:000000000000:rule/${name}`;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);

type Bridge = Awaited<ReturnType<typeof eventEngine>>;
let bridge: Bridge;

beforeEach(async () => {
  bridge = await eventEngine({ start: START });
  await bridge.start();
});

afterEach(() => bridge.destroy());

const archived = () => bridge.events('CreateArchive', { ArchiveName: 'kept', EventSourceArn: BUS });

const count = async () =>
  (await bridge.events('DescribeArchive', { ArchiveName: 'kept' }))['EventCount'];

const seconds = (time: number) => time / 1000;

const replay = (more: JsonObject = {}, filter?: string[]) =>
  bridge.events('StartReplay', {
    ReplayName: 'again',
    EventSourceArn: ARCHIVE,
    EventStartTime: seconds(START - DAY_MS),
    EventEndTime: seconds(START + 365 * DAY_MS),
    Destination: { Arn: BUS, ...(filter && { FilterArns: filter }) },
    ...more,
  });

const stateOf = async (from: Bridge = bridge) =>
  (await from.events('DescribeReplay', { ReplayName: 'again' }))['State'];

const completed = (from: Bridge = bridge) =>
  from.until(async () => (await stateOf(from)) === 'COMPLETED');

const payloads = (from: Bridge = bridge) =>
  from.invoked.map(({ input }) => JSON.parse(String(input['Payload'])));

const at = (second: number) => ({
  Time: seconds(START) + second,
  Detail: JSON.stringify({ second }),
});

describe('a replay', () => {
  it('sends what a rule has missed, marked with its name and in the order of time', async () => {
    await archived();
    for (const second of [3, 1, 2]) await bridge.publish('s', at(second));
    await bridge.route('s', { Arn: FUNCTION_ARN });

    await replay();
    await completed();
    await bridge.until(() => bridge.invoked.length === 3);

    expect(payloads().map(({ detail }) => detail.second)).toEqual([1, 2, 3]);
    expect(payloads()[0]).toMatchObject({
      'replay-name': 'again',
      time: '2026-01-01T00:00:01Z',
      source: 's',
    });
  });

  it('sends to the named rules alone', async () => {
    await archived();
    await bridge.publish('s');
    await bridge.route('s', { Arn: MACHINE_ARN, RoleArn: ROLE_ARN });
    await bridge.events('PutRule', { Name: 'named', EventPattern: '{"source":["s"]}' });
    const Targets = [{ Id: 't', Arn: FUNCTION_ARN }];
    await bridge.events('PutTargets', { Rule: 'named', Targets });

    await replay({}, [ruleArn('named')]);
    await completed();
    await bridge.until(() => bridge.invoked.length > 0);
    await bridge.advance(60_000);

    expect(bridge.invoked).toHaveLength(1);
    expect(bridge.started).toEqual([]);
  });

  it('reaches a rule that waits for it by name, as no other event does', async () => {
    await archived();
    await bridge.events('PutRule', { Name: 'r', EventPattern: '{"replay-name":["again"]}' });
    const Targets = [{ Id: 't', Arn: FUNCTION_ARN }];
    await bridge.events('PutTargets', { Rule: 'r', Targets });
    await bridge.publish('s');

    await replay();
    await completed();
    await bridge.until(() => bridge.invoked.length > 0);

    expect(payloads()).toMatchObject([{ 'replay-name': 'again' }]);
  });

  it('takes the events of its time, both ends included', async () => {
    await archived();
    await bridge.route('s', { Arn: FUNCTION_ARN });
    for (const second of [1, 2, 3, 4]) await bridge.publish('s', at(second));
    await bridge.until(() => bridge.invoked.length === 4);

    await replay({ EventStartTime: seconds(START) + 2, EventEndTime: seconds(START) + 3 });
    await completed();
    await bridge.until(() => bridge.invoked.length === 6);

    expect(
      payloads()
        .slice(4)
        .map(({ detail }) => detail.second),
    ).toEqual([2, 3]);
  });

  it('is not archived in its turn', async () => {
    await archived();
    await bridge.publish('s');

    await replay();
    await completed();

    expect(await count()).toBe(1);
  });

  it('sends more than one batch, each event once', async () => {
    await archived();
    for (let second = 0; second < 250; second += 1) await bridge.publish('s', at(second));
    await bridge.route('s', { Arn: FUNCTION_ARN });

    await replay();
    await completed();
    await bridge.until(() => bridge.invoked.length >= 250);
    await bridge.advance(60_000);

    expect(new Set(payloads().map(({ id }) => id)).size).toBe(250);
    expect(bridge.invoked).toHaveLength(250);
  });

  it('goes on after a stop, and says how it went', async () => {
    await bridge.destroy();
    const directory = await mkdtemp(join(tmpdir(), 'replay-'));
    const before = await eventEngine({ directory, start: START });
    await before.events('CreateArchive', { ArchiveName: 'kept', EventSourceArn: BUS });
    await before.publish('s');
    await before.route('s', { Arn: FUNCTION_ARN });
    bridge = before;
    await replay();
    await before.close();
    const after = await eventEngine({ directory, start: START });
    await after.start();

    await completed(after);
    await after.until(() => payloads(after).some((payload) => 'replay-name' in payload));

    expect(await after.events('ListReplays', { State: 'COMPLETED' })).toMatchObject({
      Replays: [{ ReplayName: 'again', EventSourceArn: ARCHIVE }],
    });
    await after.destroy();
    await rm(directory, { recursive: true, force: true });
    bridge = await eventEngine();
  });

  it('can be cancelled while it is under way, and not afterwards', async () => {
    await bridge.destroy();
    bridge = await eventEngine({ start: START });
    await archived();
    await replay();

    await bridge.events('CancelReplay', { ReplayName: 'again' });
    await bridge.start();
    await bridge.until(async () => (await stateOf()) === 'CANCELLED');

    await expect(bridge.events('CancelReplay', { ReplayName: 'again' })).rejects.toMatchObject({
      code: 'IllegalStatusException',
    });
  });

  it.each([
    [{ EventSourceArn: `${ARCHIVE}-none` }, 'does not exist'],
    [{ EventSourceArn: BUS }, 'Must contain an archive ARN'],
    [{ Destination: { Arn: `${BUS}-other` } }, 'Cross event bus replay is not permitted'],
    [{ EventEndTime: seconds(START - 2 * DAY_MS) }, 'EventStartTime must be before EventEndTime'],
    [
      { Destination: { Arn: BUS, FilterArns: ['arn:aws:events:us-east-1:111111111111:rule/r'] } },
      'is not a rule of the destination',
    ],
  ])('is not started with %j: %s', async (wrong, reason) => {
    await archived();

    await expect(replay(wrong)).rejects.toThrow(reason);
  });

  it('has a name of its own', async () => {
    await archived();
    await replay();

    await expect(replay()).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' });
  });
});
