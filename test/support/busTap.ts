import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { ProductClient } from './productClient.ts';

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

/** Subscribes to every event of the product, as a billing system would; `read` empties the queue. */
export const tapBus = async ({ sdk, outputs }: Pick<ProductClient, 'sdk' | 'outputs'>) => {
  const events = new EventBridgeClient(sdk);
  const sqs = new SQSClient(sdk);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'bus-tap' }));
  const rule = { EventBusName: outputs.EventBusName, Name: 'bus-tap' };
  const EventPattern = JSON.stringify({ source: ['registration', 'provisioning', 'identity'] });
  const { RuleArn } = await events.send(new PutRuleCommand({ ...rule, EventPattern }));
  const Policy = JSON.stringify(mayDeliver(RuleArn ?? ''));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const target = { EventBusName: rule.EventBusName, Rule: rule.Name };
  await events.send(new PutTargetsCommand({ ...target, Targets: [{ Id: 'queue', Arn: ARN }] }));

  const read = async (): Promise<BusEvent[]> => {
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(receive);
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    const found = Messages.map(({ Body }) => BusEvent.parse(JSON.parse(Body ?? '')));
    return found.length === 0 ? [] : [...found, ...(await read())];
  };
  return { read };
};
