import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { events } from '../../engine/aws/eventbridge/events.ts';
import { sqs } from '../../engine/aws/sqs/sqs.ts';
import type { EventDefinition } from '../../events/defineEvent.ts';
import { rulePattern } from '../../events/generator/rulePattern.ts';
import { publishOn } from '../../events/publish.ts';
import { admitting } from '../engine/aws/eventbridge/eventEngine.ts';
import { anEvent } from '../support/anEvent.ts';
import { aTenantId, aUlid } from '../support/builders.ts';
import { testEngine } from '../support/testEngine.ts';

const InvoiceSent = anEvent({
  type: 'InvoiceSent',
  source: 'registration',
  data: { total: z.number() },
  example: { total: 7 },
});
const InvoiceSentV2 = anEvent({
  type: 'InvoiceSent',
  major: 2,
  source: 'registration',
  data: { total: z.object({ amount: z.number(), currency: z.string() }) },
  example: { total: { amount: 7, currency: 'EUR' } },
});

const Received = z.object({ Messages: z.array(z.object({ Body: z.string() })).optional() });

describe('two majors of one event', () => {
  let engine: Awaited<ReturnType<typeof testEngine>>;

  beforeAll(async () => {
    engine = await testEngine([events, sqs]);
    await engine.start();
  });
  afterAll(() => engine.destroy());

  const subscribe = async (event: EventDefinition) => {
    const { name } = event;
    const Arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
    const Policy = admitting({ Action: 'sqs:SendMessage', Resource: Arn });
    await engine.call('sqs', 'CreateQueue', { QueueName: name, Attributes: { Policy } });
    const EventPattern = JSON.stringify(rulePattern(event));
    await engine.call('events', 'PutRule', { Name: name, EventPattern });
    await engine.call('events', 'PutTargets', { Rule: name, Targets: [{ Id: 'queue', Arn }] });
  };

  /** What the queue has, as its subscriber parses it; waits so many seconds for the first. */
  const received = async <Definition extends EventDefinition>(event: Definition, wait = 20) => {
    const answer = await engine.call('sqs', 'ReceiveMessage', {
      QueueUrl: `${engine.engine.endpoint}/000000000000/${event.name}`,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: wait,
    });
    const { Messages = [] } = Received.parse(answer);
    return Messages.map(({ Body }) => event.envelope.parse(JSON.parse(Body)));
  };

  it('are published side by side, and each subscriber gets its own once', async () => {
    await subscribe(InvoiceSent);
    await subscribe(InvoiceSentV2);
    const { endpoint, region, credentials } = engine.engine;
    const client = new EventBridgeClient({ endpoint, region, credentials: credentials.root });
    const publish = publishOn(client, 'default');
    const provenance = {
      eventId: aUlid(1),
      occurredAt: '2026-01-05T09:30:00.000Z',
      tenantId: aTenantId(1),
      sequence: 12,
      correlationId: aUlid(2),
      causationId: aUlid(2),
    };

    await publish(InvoiceSent, provenance, { total: 7 });
    await publish(InvoiceSentV2, provenance, { total: { amount: 7, currency: 'EUR' } });

    const [old, next] = [await received(InvoiceSent), await received(InvoiceSentV2)];
    const late = [...(await received(InvoiceSent, 1)), ...(await received(InvoiceSentV2, 1))];
    client.destroy();
    expect(late).toEqual([]);
    const metadata = { ...provenance, version: '1.0' };
    expect(old.map(({ detail }) => detail)).toEqual([{ metadata, data: { total: 7 } }]);
    expect(next.map(({ detail }) => detail)).toEqual([
      {
        metadata: { ...metadata, version: '2.0' },
        data: { total: { amount: 7, currency: 'EUR' } },
      },
    ]);
  });
});
