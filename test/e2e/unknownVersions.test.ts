import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aboutEvent, type DeadLetterQueue } from '../../client/deadLetter.ts';
import { listDeadLetters, redrive } from '../../client/deadLetters.ts';
import { catalog } from '../../events/catalog.ts';
import { byPartner, type EventDefinition } from '../../events/defineEvent.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { sampleOf } from '../support/builders.ts';
import { type Product, startProduct } from '../support/product.ts';

const SETUP_MS = 120_000;

/** PutEvents takes no more at once. */
const MOST_ENTRIES = 10;

describe('an event in a version that nobody knows', () => {
  let product: Product;
  let sqs: SQSClient;
  let queues: DeadLetterQueue[];

  beforeAll(async () => {
    product = await startProduct();
    sqs = new SQSClient(product.sdk);
    queues = JSON.parse(product.stackOutputs['DeadLetterQueues'] ?? '');
  }, SETUP_MS);
  afterAll(() => product.stop());

  const publish = async (
    events: readonly Pick<EventDefinition, 'type' | 'source' | 'name'>[],
    metadata: object,
  ) => {
    const entries = events.map(({ type, source, name }) => {
      const sample = sampleOf(name);
      const detail = { ...sample, metadata: { ...Object(sample['metadata']), ...metadata } };
      return {
        EventBusName: product.outputs.EventBusName,
        Source: source,
        DetailType: type,
        Detail: JSON.stringify(detail),
      };
    });
    const client = new EventBridgeClient(product.sdk);
    for (let from = 0; from < entries.length; from += MOST_ENTRIES) {
      const Entries = entries.slice(from, from + MOST_ENTRIES);
      await client.send(new PutEventsCommand({ Entries }));
    }
  };

  const unknownVersions = () => queues.filter(({ consumer }) => consumer === 'UnknownVersions');

  /** The types that wait in the queue, once there are so many of them. */
  const kept = async (count: number) => {
    for (;;) {
      const letters = await listDeadLetters(sqs, unknownVersions());
      if (letters.length >= count) return letters.map((letter) => aboutEvent(letter).type).sort();
    }
  };

  it('lies in a dead-letter queue of its own, and in no consumer’s', async () => {
    const partners = byPartner('acme', TenantRegistered);
    const types = [...catalog, partners].map(({ type }) => type);

    for (const version of ['2.0', '10.0', '1', undefined]) {
      await publish([...catalog, partners], { version });
    }

    expect(await kept(4 * types.length)).toEqual([...types, ...types, ...types, ...types].sort());
    const consumers = queues.filter(({ consumer }) => consumer !== 'UnknownVersions');
    expect(consumers.length).toBeGreaterThan(4);
    expect(await listDeadLetters(sqs, consumers)).toEqual([]);
  });

  it('can be redriven to nobody, and stays', async () => {
    const clients = { sqs, lambda: new LambdaClient(product.sdk) };
    const before = await listDeadLetters(sqs, unknownVersions());

    const { redriven, refused } = await redrive(clients, unknownVersions(), () => true);

    expect(redriven).toEqual([]);
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(
      new Set(['nobody in this deployment takes it']),
    );
    expect(await kept(before.length)).toHaveLength(before.length);
  });

  it('is told from another minor of a version that is known', async () => {
    const before = (await listDeadLetters(sqs, unknownVersions())).length;
    const orphans = catalog.filter(({ type }) => type === 'OrphansFound');

    await publish(orphans, { version: '1.7' });
    await publish(orphans, { version: '3.0' });

    expect(await kept(before + 1)).toHaveLength(before + 1);
  });
});
