import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadLetter, DeadLetterQueue } from '../../client/deadLetter.ts';
import { listDeadLetters, redrive } from '../../client/deadLetters.ts';
import { aTenantRegistered, aUlid } from '../support/builders.ts';
import { type Product, startProduct } from '../support/product.ts';

describe('the dead letters of a product', () => {
  let product: Product;
  let clients: { sqs: SQSClient; lambda: LambdaClient };
  let queues: DeadLetterQueue[];

  beforeAll(async () => {
    product = await startProduct();
    clients = { sqs: new SQSClient(product.sdk), lambda: new LambdaClient(product.sdk) };
    queues = JSON.parse(product.stackOutputs['DeadLetterQueues'] ?? '');
  });
  afterAll(() => product.stop());

  const of = (name: string) => queues.filter(({ consumer }) => consumer === name);
  const starter = () => of('StartOnboarding');
  const list = (from = starter()) => listDeadLetters(clients.sqs, from);

  const arrived = async (count: number, from = starter()): Promise<DeadLetter[]> => {
    for (;;) {
      const letters = await list(from);
      if (letters.length >= count) return letters;
    }
  };

  const publish = (detail: object) =>
    new EventBridgeClient(product.sdk).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: product.outputs.EventBusName,
            Source: 'registration',
            DetailType: 'TenantRegistered',
            Detail: JSON.stringify(detail),
          },
        ],
      }),
    );

  it('are found by the stack’s output, one queue for each consumer', () => {
    expect(queues.map(({ consumer }) => consumer).sort()).toEqual(
      expect.arrayContaining(['CreateTenantAdmin', 'ProjectEvents', 'StartOnboarding']),
    );
  });

  it('stay where they are when they are listed', async () => {
    await publish({ metadata: { version: '1.0' } });

    const first = await arrived(1);
    const second = await list();

    expect(first).toMatchObject([{ kind: 'refused', reason: { code: 'INVALID_EVENT' } }]);
    expect(second.map(({ messageId }) => messageId)).toEqual(
      first.map(({ messageId }) => messageId),
    );
  });

  it('stay where they are when their consumer does not take them', async () => {
    const [letter] = await arrived(1);
    product.fault({
      service: 'sqs',
      operation: 'SendMessage',
      error: 'ServiceUnavailable',
      when: 'before',
      times: 3,
    });

    const result = await redrive(clients, starter(), () => true);

    expect(result).toMatchObject({
      redriven: [],
      refused: [{ letter: { messageId: letter?.messageId } }],
    });
    expect(await list()).toHaveLength(1);
    product.engine.faults.clear();
  });

  it('go to their consumer again, and come back when it refuses them again', async () => {
    const [before] = await arrived(1);

    const result = await redrive(clients, starter(), () => true);
    const [after] = await arrived(1);

    expect(result.redriven.map(({ messageId }) => messageId)).toEqual([before?.messageId]);
    expect(after?.messageId).not.toBe(before?.messageId);
    expect(after?.event).toEqual(before?.event);
  });

  it('are gone once their consumer has taken them', async () => {
    const [broken] = await arrived(1);
    const queueUrl = starter()[0]?.queueUrl;
    const detail = aTenantRegistered({}, { eventId: aUlid(77) });
    const event = { 'detail-type': 'TenantRegistered', source: 'registration', detail };
    await clients.sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(event) }),
    );
    const { registrationId } = detail.data;

    const result = await redrive(
      clients,
      starter(),
      ({ messageId }) => messageId !== broken?.messageId,
    );
    const settled = await product.settled(registrationId);

    expect(result.redriven).toHaveLength(1);
    expect(settled.status).toBe('active');
    const asked = { QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages' as const] };
    const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand(asked));
    expect(Attributes?.['ApproximateNumberOfMessages']).toBe('1');
  });

  it('go to a function that has no queue by an invocation', async () => {
    const queue = of('NoteUser');
    const event = { 'detail-type': 'UserCreated', source: 'identity', detail: {} };
    const MessageBody = JSON.stringify(event);
    const QueueUrl = queue[0]?.queueUrl;
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

    const result = await redrive(clients, queue, () => true);
    const [after] = await arrived(1, queue);

    expect(result.redriven).toMatchObject([{ kind: 'unknown', event }]);
    expect(after).toMatchObject({ kind: 'refused', event });
  });

  it('stay where they are when they hold no event', async () => {
    const QueueUrl = starter()[0]?.queueUrl;
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no event' }));

    const result = await redrive(clients, starter(), ({ event }) => event === undefined);

    expect(result).toMatchObject({
      redriven: [],
      refused: [{ letter: { body: 'no event' }, reason: 'the message holds no event' }],
    });
  });
});
