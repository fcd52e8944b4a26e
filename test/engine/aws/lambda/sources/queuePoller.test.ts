import { afterEach, describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../../../../engine/kernel/memoryStore.ts';
import { virtualClock } from '../../../../support/virtualClock.ts';
import { type Batch, type Handler, queueFed } from './queueFed.ts';

const NOTHING = { waiting: 0, hidden: 0 };
const FAILURE = { payload: '{"errorMessage":"no"}', functionError: 'Unhandled' } as const;
const REPORTED = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

let engine: Awaited<ReturnType<typeof queueFed>>;

afterEach(() => engine.destroy());

const bodiesOf = ({ Records }: Batch): string[] => Records.map(({ body }) => body);

/** A function with a mapping, and the bodies of each batch that it was given. */
const mapped = async (more: Parameters<typeof engine.map>[0] = {}, handle?: Handler) => {
  const batches: string[][] = [];
  engine = await queueFed(async (batch) => {
    batches.push(bodiesOf(batch));
    return handle?.(batch);
  });
  await engine.createFunction();
  await engine.map(more);
  return batches;
};

describe('QueuePoller', () => {
  it('hands messages to the function as Lambda does, and deletes them', async () => {
    const records: Batch['Records'] = [];
    engine = await queueFed(async ({ Records }) => void records.push(...Records));
    await engine.createFunction();
    await engine.map();

    await engine.send('{"a":1}');
    await engine.advance(0);

    expect(records).toEqual([
      {
        messageId: expect.any(String),
        receiptHandle: expect.any(String),
        body: '{"a":1}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: '000000000000',
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        },
        messageAttributes: {},
        md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
        eventSource: 'aws:sqs',
        eventSourceARN: engine.arnOf('work'),
        awsRegion: 'us-east-1',
      },
    ]);
    expect(await engine.depth('work')).toEqual(NOTHING);
  });

  it('takes no more messages at once than the batch size', async () => {
    const batches = await mapped({ BatchSize: 2, Enabled: false });
    await engine.send('1', '2', '3');

    await engine.lambda('UpdateEventSourceMapping', { UUID: await uuid(), Enabled: true });
    await engine.advance(0);

    expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
  });

  it('collects a batch for as long as its window is open', async () => {
    const batches = await mapped({ MaximumBatchingWindowInSeconds: 5, BatchSize: 3 });

    await engine.send('1');
    await engine.advance(2_000);
    await engine.send('2');
    await engine.advance(2_000);
    const before = [...batches];
    await engine.advance(2_000);

    expect(before).toEqual([]);
    expect(batches).toEqual([['1', '2']]);
  });

  it('has no more batches under way than the mapping allows', async () => {
    let release = () => {};
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    const limit = { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } };
    const batches = await mapped(limit, () => held);
    await engine.send('1', '2', '3');
    await engine.advance(1_000);
    const atOnce = batches.length;
    const depth = await engine.depth('work');

    release();
    await engine.advance(0);

    expect(atOnce).toBe(2);
    expect(depth).toEqual({ waiting: 1, hidden: 2 });
    expect(batches).toHaveLength(3);
  });

  it('lets a batch that failed come back after the visibility timeout, until it is given up', async () => {
    const batches = await mapped({}, async () => FAILURE);
    await engine.send('1');

    await engine.advance(59_000);
    const atFirst = batches.length;
    await engine.advance(180_000);

    expect(atFirst).toBe(1);
    expect(batches).toHaveLength(2);
    expect(await engine.depth('work')).toEqual(NOTHING);
    expect(await engine.depth('dead')).toEqual({ waiting: 1, hidden: 0 });
  });

  it('keeps those of a batch that the function has failed for', async () => {
    const batches = await mapped(REPORTED, async ({ Records }) => {
      const failed = Records.filter(({ body }) => body === 'bad');
      const batchItemFailures = failed.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { payload: JSON.stringify({ batchItemFailures }) };
    });

    await engine.send('good', 'bad');
    await engine.advance(0);

    // A standard queue keeps no order.
    expect(batches.flat().sort()).toEqual(['bad', 'good']);
    expect(await engine.depth('work')).toEqual({ waiting: 0, hidden: 1 });
  });

  it('reads no failures where the mapping does not say that there are any', async () => {
    await mapped({}, async ({ Records }) => ({
      payload: JSON.stringify({
        batchItemFailures: [{ itemIdentifier: Records[0]?.messageId ?? '' }],
      }),
    }));

    await engine.send('1');
    await engine.advance(0);

    expect(await engine.depth('work')).toEqual(NOTHING);
  });

  it('leaves messages of a disabled or deleted mapping where they are', async () => {
    const batches = await mapped();
    const UUID = await uuid();
    await engine.lambda('UpdateEventSourceMapping', { UUID, Enabled: false });
    await engine.advance(21_000);
    await engine.send('1');
    await engine.advance(21_000);
    await engine.lambda('DeleteEventSourceMapping', { UUID });
    await engine.advance(21_000);

    expect(batches).toEqual([]);
    expect(await engine.depth('work')).toEqual({ waiting: 1, hidden: 0 });
  });

  it('goes on when the role may poll again', async () => {
    const batches = await mapped();
    await engine.call('sqs', 'SetQueueAttributes', {
      QueueUrl: `${engine.engine.endpoint}/000000000000/work`,
      Attributes: { Policy: denying },
    });
    await engine.advance(25_000);
    await engine.send('1');
    await engine.advance(60_000);
    const denied = [...batches];
    await engine.call('sqs', 'SetQueueAttributes', {
      QueueUrl: `${engine.engine.endpoint}/000000000000/work`,
      Attributes: { Policy: '' },
    });
    await engine.advance(60_000);

    expect(denied).toEqual([]);
    expect(batches).toEqual([['1']]);
  });

  it('loses no message that an engine which stopped was at work on', async () => {
    const store = memoryStore();
    const time = virtualClock();
    const silent = await queueFed(() => new Promise(() => {}), { store, time });
    await silent.createFunction();
    await silent.map();
    await silent.send('1');
    await silent.advance(0);
    await silent.destroy();
    const batches: string[][] = [];

    engine = await queueFed(async (batch) => void batches.push(bodiesOf(batch)), { store, time });
    await engine.advance(61_000);

    expect(batches).toEqual([['1']]);
    expect(await engine.depth('work')).toEqual(NOTHING);
  });
});

const denying = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Principal: '*', Action: 'sqs:ReceiveMessage', Resource: '*' },
});

const uuid = async (): Promise<string> => {
  const listed = await engine.lambda('ListEventSourceMappings');
  return /"UUID":"([^"]+)"/.exec(JSON.stringify(listed))?.[1] ?? '';
};
