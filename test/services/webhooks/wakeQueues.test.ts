import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sqs } from '../../../engine/aws/sqs/sqs.ts';
import type { Track } from '../../../services/webhooks/health.ts';
import { wakeQueues } from '../../../services/webhooks/wakeQueues.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

const Created = z.object({ QueueUrl: z.string() });
const Counted = z.object({ Attributes: z.record(z.string(), z.string()) });

let engine: ProductEngine;
const urls = new Map<Track, string>();

beforeAll(async () => {
  engine = await productEngine([sqs]);
  for (const track of ['steady', 'troubled'] as const) {
    const made = await engine.call('sqs', 'CreateQueue', { QueueName: track });
    const { QueueUrl } = Created.parse(made);
    urls.set(track, QueueUrl);
    process.env[`${track.toUpperCase()}_QUEUE_URL`] = QueueUrl;
  }
});
afterAll(() => engine.destroy());

const countIn = async (track: Track) => {
  const input = { QueueUrl: urls.get(track) ?? '', AttributeNames: ['All'] };
  const { Attributes } = Counted.parse(await engine.call('sqs', 'GetQueueAttributes', input));
  return {
    now: Number(Attributes['ApproximateNumberOfMessages']),
    later: Number(Attributes['ApproximateNumberOfMessagesDelayed']),
  };
};

describe('wakeQueues', () => {
  it('sends any number of wakes, each to the queue of its track', async () => {
    const wakes = Array.from({ length: 25 }, (_, n) => ({
      webhookId: `webhook${n}`,
      track: n < 22 ? ('steady' as const) : ('troubled' as const),
    }));

    await wakeQueues()(wakes);
    await wakeQueues()([{ webhookId: 'webhook', track: 'troubled' }], 60);

    expect(await countIn('steady')).toEqual({ now: 22, later: 0 });
    expect(await countIn('troubled')).toEqual({ now: 3, later: 1 });
  });

  it('throws when a wake was not sent', async () => {
    await expect(
      wakeQueues()([{ webhookId: 'webhook', track: 'steady' }], 901),
    ).rejects.toMatchObject({ name: 'TransientError' });
  });
});
