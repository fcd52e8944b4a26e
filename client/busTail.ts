import { randomUUID } from 'node:crypto';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { allSources } from '#events/catalog.ts';
import type { Outputs } from './outputs.ts';
import { awsConfig } from './target.ts';

const Text = z.string().catch('');

/** An event as it was on the bus. */
export const TailedEvent = z.looseObject({
  'detail-type': z.string(),
  detail: z.looseObject({
    metadata: z.looseObject({
      eventId: Text,
      occurredAt: Text,
      tenantId: Text,
      correlationId: Text,
    }),
  }),
});
export type TailedEvent = z.infer<typeof TailedEvent>;

export type TailFilter = { events: readonly string[]; tenants: readonly string[] };

/** Whoever finds these after a crash knows what they are, and that they can go. */
const TAGS = { Product: 'tenant-onboarding', Purpose: 'events tail, may be deleted' };

const TARGET = 'tail';

const patternOf = ({ events, tenants }: TailFilter) => ({
  source: allSources,
  ...(events.length > 0 && { 'detail-type': events }),
  ...(tenants.length > 0 && { detail: { metadata: { tenantId: tenants } } }),
});

const mayDeliver = (queueArn: string, ruleArn: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    },
  ],
});

/**
 * Listens to the bus by a rule and a queue of its own. `close` takes both away, and may be called
 * before `open` has come to its end.
 */
export const busTail = (outputs: Outputs, filter: TailFilter) => {
  const bridge = new EventBridgeClient(awsConfig(outputs));
  const sqs = new SQSClient(awsConfig(outputs));
  const name = `onboard-tail-${randomUUID()}`;
  const rule = { Name: name, EventBusName: outputs.EventBusName };
  const undo: (() => Promise<unknown>)[] = [];
  let QueueUrl: string | undefined;

  const openQueue = async (): Promise<string> => {
    const queue = { QueueName: name, Attributes: { MessageRetentionPeriod: '3600' }, tags: TAGS };
    ({ QueueUrl } = await sqs.send(new CreateQueueCommand(queue)));
    undo.push(() => sqs.send(new DeleteQueueCommand({ QueueUrl })));
    const asked = { QueueUrl, AttributeNames: ['QueueArn'] } as const;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ ...asked, AttributeNames: [...asked.AttributeNames] }),
    );
    return Attributes?.['QueueArn'] ?? '';
  };

  return {
    async open(): Promise<void> {
      const queueArn = await openQueue();
      const Tags = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));
      const EventPattern = JSON.stringify(patternOf(filter));
      const { RuleArn = '' } = await bridge.send(
        new PutRuleCommand({ ...rule, EventPattern, Tags }),
      );
      undo.push(() => bridge.send(new DeleteRuleCommand(rule)));
      const Policy = JSON.stringify(mayDeliver(queueArn, RuleArn));
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
      const target = { EventBusName: rule.EventBusName, Rule: name };
      const Targets = [{ Id: TARGET, Arn: queueArn }];
      undo.push(() => bridge.send(new RemoveTargetsCommand({ ...target, Ids: [TARGET] })));
      await bridge.send(new PutTargetsCommand({ ...target, Targets }));
    },

    /** The next events, waiting up to 20 seconds for one. */
    async next(signal: AbortSignal): Promise<TailedEvent[]> {
      const receive = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 };
      const options = { abortSignal: signal };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive), options);
      for (const { ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return Messages.map(({ Body = '' }) => TailedEvent.parse(JSON.parse(Body)));
    },

    async close(): Promise<void> {
      for (const remove of undo.reverse()) await remove();
    },
  };
};
