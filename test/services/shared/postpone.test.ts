import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqs } from '../../../engine/aws/sqs/sqs.ts';
import { postponeTo } from '../../../services/shared/postpone.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([sqs]);
});
afterAll(() => engine.destroy());

describe('postponeTo', () => {
  it('sends the event as it came, after as long as the queue says', async () => {
    const made = await engine.call('sqs', 'CreateQueue', { QueueName: 'postponed' });
    const QueueUrl = String(made['QueueUrl']);

    await postponeTo(new SQSClient(), QueueUrl)({ 'detail-type': 'Tea' });

    const { Messages } = await engine.call('sqs', 'ReceiveMessage', { QueueUrl });
    expect(Messages).toMatchObject([{ Body: '{"detail-type":"Tea"}' }]);
  });
});
