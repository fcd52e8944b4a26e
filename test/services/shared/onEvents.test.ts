import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sqs } from '../../../engine/aws/sqs/sqs.ts';
import { defineEvent } from '../../../events/defineEvent.ts';
import { UserCreated } from '../../../events/schemas/identity.ts';
import { deadLetterTo } from '../../../services/shared/deadLetter.ts';
import type { FunctionDeclaration } from '../../../services/shared/defineFunction.ts';
import { Contradicted } from '../../../services/shared/errors.ts';
import { onEvents } from '../../../services/shared/onEvents.ts';
import { aUserCreated, sampleOf } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let queueUrl: string;

beforeAll(async () => {
  engine = await productEngine([sqs]);
});
afterAll(() => engine.destroy());

const anEvent = (more: object = {}) => ({
  id: 'envelope',
  source: 'identity',
  'detail-type': 'UserCreated',
  detail: sampleOf('UserCreated'),
  ...more,
});

let queues = 0;

/** A consumer of UserCreated with an empty dead-letter queue. */
const aConsumer = async (
  run: () => Promise<void> = async () => {},
  declared: Pick<FunctionDeclaration, 'queue' | 'postpones'> = {},
) => {
  queues += 1;
  const made = await engine.call('sqs', 'CreateQueue', { QueueName: `dead-letters-${queues}` });
  queueUrl = String(made['QueueUrl']);
  process.env['DEAD_LETTER_QUEUE_URL'] = queueUrl;
  const seen: unknown[] = [];
  const handle = onEvents(
    { consumes: { UserCreated }, ...declared },
    {
      async UserCreated(...given) {
        seen.push(given);
        await run();
      },
    },
  );
  return { handle, seen };
};

const deadLetters = async () => {
  const receive = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
  });
  const { Messages = [] } = await new SQSClient().send(receive);
  return Messages.map(({ Body = '', MessageAttributes }) => ({
    event: JSON.parse(Body),
    code: MessageAttributes?.['ERROR_CODE']?.StringValue,
    reason: MessageAttributes?.['ERROR_MESSAGE']?.StringValue ?? '',
  }));
};

/** The sample with another part of its detail. */
const withDetail = (detail: object) =>
  anEvent({ detail: { ...sampleOf('UserCreated'), ...detail } });

describe('onEvents', () => {
  it('hands the parsed detail and the envelope to the consumer', async () => {
    const { handle, seen } = await aConsumer();
    const event = anEvent();

    await handle(event);

    expect(seen).toEqual([[aUserCreated(), event]]);
    expect(await deadLetters()).toEqual([]);
  });

  it.each([
    ['queue is declared', { queue: { maximumConcurrency: 2 } }],
    ['postponed event comes again', { postpones: true }],
  ] as const)(
    'takes a batch where a %s: who is refused is kept, who fails comes back',
    async (_, declared) => {
      const run = async () => Promise.reject(new Error('not now'));
      const { handle } = await aConsumer(run, declared);
      const broken = withDetail({ data: {} });
      const Records = [broken, anEvent()].map((event, index) => ({
        messageId: `m${index}`,
        body: JSON.stringify(event),
      }));

      const answer = await handle({ Records });

      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
      expect(await deadLetters()).toMatchObject([{ event: broken, code: 'INVALID_EVENT' }]);
    },
  );

  it('keeps an event that breaks its schema, with the reason, and does not fail', async () => {
    const { handle, seen } = await aConsumer();
    const { data } = aUserCreated();
    const event = withDetail({ data: { ...data, tenantId: 'other', role: 'no role' } });

    await handle(event);

    expect(seen).toEqual([]);
    expect(await deadLetters()).toEqual([
      {
        event,
        code: 'INVALID_EVENT',
        reason: expect.stringMatching(/data\.tenantId: .*data\.role: /),
      },
    ]);
  });

  it.each([
    ['no detail', anEvent({ detail: undefined })],
    ['a detail of text', anEvent({ detail: 'UserCreated' })],
    ['another major', withDetail({ metadata: { ...aUserCreated().metadata, version: '2.0' } })],
  ])('keeps an event with %s', async (_what, event) => {
    const { handle } = await aConsumer();

    await handle(event);

    expect((await deadLetters()).map(({ code }) => code)).toEqual(['INVALID_EVENT']);
  });

  it('keeps an event that cannot be believed, with the reason, and does not fail', async () => {
    const { handle, seen } = await aConsumer();

    await handle(anEvent({ source: 'partner.acme' }));

    expect(seen).toEqual([]);
    expect(await deadLetters()).toMatchObject([
      { code: 'INVALID_EVENT', reason: 'source: must be identity' },
    ]);
  });

  it('keeps an event that the present contradicts, with the reason, and does not fail', async () => {
    const { handle } = await aConsumer(() =>
      Promise.reject(new Contradicted('the tenant is live')),
    );

    await handle(anEvent());

    expect(await deadLetters()).toMatchObject([
      { code: 'CONTRADICTED', reason: 'the tenant is live' },
    ]);
  });

  it('hands each major of an event to its own consumer', async () => {
    await aConsumer();
    const seen: string[] = [];
    const { type } = UserCreated;
    const next = defineEvent({
      type,
      major: 2,
      source: 'identity',
      ...UserCreated.prose,
      data: { email: z.string() },
      example: { email: 'ada@mueller.example' },
    });
    const handle = onEvents(
      { consumes: { UserCreated, next } },
      {
        UserCreated: async ({ metadata }) => void seen.push(`old ${metadata.version}`),
        next: async ({ metadata }) => void seen.push(`new ${metadata.version}`),
      },
    );
    const { metadata } = aUserCreated();

    await handle(withDetail({ metadata: { ...metadata, version: '2.1' } }));
    await handle(anEvent());

    expect(seen).toEqual(['new 2.1', 'old 1.0']);
    expect(await deadLetters()).toEqual([]);
  });

  it('throws what the consumer throws, so that the event is retried', async () => {
    const { handle } = await aConsumer(() => Promise.reject(new Error('no luck')));

    await expect(handle(anEvent())).rejects.toThrow('no luck');
    expect(await deadLetters()).toEqual([]);
  });

  it('throws at an event that nobody here consumes', async () => {
    const { handle } = await aConsumer();

    await expect(handle(anEvent({ 'detail-type': 'TenantRegistered' }))).rejects.toThrow(
      'no consumer here for the event TenantRegistered',
    );
  });

  it('throws when it cannot keep an invalid event', async () => {
    const { handle } = await aConsumer();
    await engine.call('sqs', 'DeleteQueue', { QueueUrl: queueUrl });

    await expect(handle(withDetail({ data: {} }))).rejects.toMatchObject({
      name: expect.stringMatching(/QueueDoesNotExist|NonExistentQueue/),
    });
  });

  it('names the variable that its deployment left out', () => {
    delete process.env['DEAD_LETTER_QUEUE_URL'];

    expect(() => onEvents({ consumes: {} }, {})).toThrow('DEAD_LETTER_QUEUE_URL');
  });
});

describe('deadLetterTo', () => {
  it('cuts a reason to what an operator reads', async () => {
    await aConsumer();

    await deadLetterTo(new SQSClient(), queueUrl)(
      { a: 1 },
      { code: 'C', reason: 'x'.repeat(5_000) },
    );

    expect(await deadLetters()).toEqual([
      { event: { a: 1 }, code: 'C', reason: 'x'.repeat(1_024) },
    ]);
  });
});
