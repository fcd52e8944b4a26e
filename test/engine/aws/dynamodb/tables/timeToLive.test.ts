import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { virtualClock } from '../../../../support/virtualClock.ts';
import { aTable, byStatus, dynamodbEngine, texts } from '../dynamodbEngine.ts';

let time: ReturnType<typeof virtualClock>;
let engine: Awaited<ReturnType<typeof dynamodbEngine>>;

const TableName = 'orders';

const timeToLive = (Enabled: boolean) =>
  engine.call('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled },
  });

const put = (sk: string, seconds: number) =>
  engine.call('PutItem', {
    TableName,
    Item: {
      ...texts({ pk: 'p', sk, status: 'open' }),
      expires: { N: `${Math.floor(time.clock.now() / 1000) + seconds}` },
    },
  });

const left = async (IndexName?: string) => {
  const scan = await engine.call('Scan', { TableName, ...(IndexName && { IndexName }) });
  return scan['Count'];
};

beforeEach(async () => {
  time = virtualClock();
  engine = await dynamodbEngine({ clock: time.clock });
  await engine.call('CreateTable', aTable(TableName, byStatus()));
  await engine.start();
});
afterEach(() => engine.destroy());

/** The sweep waits for the disk, which no clock moves. */
const passes = async (milliseconds: number, expected: number) => {
  await time.advance(milliseconds);
  while ((await left()) !== expected) await new Promise((resolve) => setImmediate(resolve));
};

describe('time to live', () => {
  it('deletes items and their index entries within a minute of their end', async () => {
    await timeToLive(true);
    await put('soon', 30);
    await put('later', 3600);
    await put('long ago', -6 * 365 * 86_400);

    await passes(61_000, 2);
    expect(await left('byStatus')).toBe(2);

    await passes(3_600_000, 1);
  });

  it('takes in items that were there before', async () => {
    await put('soon', 30);
    await timeToLive(true);

    await passes(61_000, 0);
  });

  it('follows an item whose end is moved', async () => {
    await timeToLive(true);
    await put('moved', 30);
    await put('other', 40);
    await put('moved', 7200);

    await passes(61_000, 1);
    const kept = await engine.call('Scan', { TableName });
    expect(kept['Items']).toMatchObject([{ sk: { S: 'moved' } }]);
  });

  it('deletes nothing once it is off', async () => {
    await timeToLive(true);
    await put('soon', 30);
    await timeToLive(false);

    await passes(120_000, 1);
  });

  it('is described, and refused where it changes nothing', async () => {
    const describeIt = () => engine.call('DescribeTimeToLive', { TableName });
    expect(await describeIt()).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });

    await timeToLive(true);

    expect(await describeIt()).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
    });
    await expect(timeToLive(true)).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'TimeToLive is already enabled',
    });
  });
});
