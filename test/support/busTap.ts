import { randomUUID } from 'node:crypto';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { allSources } from '../../events/catalog.ts';
import type { ProductClient } from './productClient.ts';
import { until } from './until.ts';

const BusEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({
    metadata: z.looseObject({
      eventId: z.string(),
      correlationId: z.string(),
      causationId: z.string(),
      tenantId: z.string(),
    }),
  }),
});
export type BusEvent = z.infer<typeof BusEvent>;

/** An event of the tap's own, behind all that were published before it. */
const Marker = z.object({ source: z.literal('bus-tap'), detail: z.object({ id: z.string() }) });

const ARN = 'arn:aws:sqs:us-east-1:000000000000:bus-tap';

const mayDeliver = (rule: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: ARN,
      Condition: { ArnEquals: { 'aws:SourceArn': rule } },
    },
  ],
});

/**
 * Subscribes to every event of the product, as a billing system would. `read` answers all that was
 * published since the last time; it waits for what is still on its way.
 */
export const tapBus = async ({ sdk, outputs }: Pick<ProductClient, 'sdk' | 'outputs'>) => {
  const events = new EventBridgeClient(sdk);
  const sqs = new SQSClient(sdk);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'bus-tap' }));
  const rule = { EventBusName: outputs.EventBusName, Name: 'bus-tap' };
  const EventPattern = JSON.stringify({
    source: [...allSources, 'bus-tap'],
  });
  const { RuleArn } = await events.send(new PutRuleCommand({ ...rule, EventPattern }));
  const Policy = JSON.stringify(mayDeliver(RuleArn ?? ''));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const target = { EventBusName: rule.EventBusName, Rule: rule.Name };
  await events.send(new PutTargetsCommand({ ...target, Targets: [{ Id: 'queue', Arn: ARN }] }));

  const received = async (): Promise<unknown[]> => {
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(receive);
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return Messages.map(({ Body }) => JSON.parse(Body ?? ''));
  };

  const read = async (): Promise<BusEvent[]> => {
    const id = randomUUID();
    const marker = { Source: 'bus-tap', DetailType: 'Marker', Detail: JSON.stringify({ id }) };
    await events.send(
      new PutEventsCommand({ Entries: [{ ...marker, EventBusName: rule.EventBusName }] }),
    );
    const found: unknown[] = [];
    const isMarker = (event: unknown) => Marker.safeParse(event).data?.detail.id === id;
    await until(async () => {
      found.push(...(await received()));
      return found.some(isMarker);
    });
    return found.filter((event) => !isMarker(event)).map((event) => BusEvent.parse(event));
  };
  return { read };
};
