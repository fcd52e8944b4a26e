import {
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UserCreated } from '../../../../events/schemas/identity.ts';
import { TenantProvisioned } from '../../../../events/schemas/provisioning.ts';
import { TenantRegistered } from '../../../../events/schemas/registration.ts';
import {
  aTenantProvisioned,
  aTenantRegistered,
  aUlid,
  aUserCreated,
} from '../../../support/builders.ts';
import { resourcesIn } from '../../../support/resources.ts';
import { BUS, startSubscribers } from '../../../support/subscribers.ts';
import { findingsIn } from '../../../support/synthesis.ts';

let running: Awaited<ReturnType<typeof startSubscribers>>;
let sqs: SQSClient;
let events: EventBridgeClient;

beforeAll(async () => {
  running = await startSubscribers();
  sqs = new SQSClient(running.sdk);
  events = running.events;
});
afterAll(() => running.stop());

const idsIn = async (queue: string, count: number) =>
  (await running.arrived(queue, count)).map(({ detail }) => detail.metadata.eventId);

const deadLettersOf = async (subscriber: string): Promise<string> => {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const found = QueueUrls.find((url) => new RegExp(`${subscriber}DeadLetters`).test(url));
  if (found === undefined) throw new Error(`no dead-letter queue of ${subscriber}`);
  return found;
};

/** The first message of a queue, with what is said of it, once there is one. */
const firstIn = async (QueueUrl: string) => {
  for (;;) {
    const receive = { QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 1 };
    const { Messages } = await sqs.send(new ReceiveMessageCommand(receive));
    if (Messages?.[0]) return Messages[0];
  }
};

describe('a subscription', () => {
  it('brings a queue its events, and no others', async () => {
    await running.publish(TenantProvisioned, aTenantProvisioned({ tier: 'basic' }));
    await running.publish(UserCreated, aUserCreated({}, { eventId: aUlid(1) }));
    await running.publish(TenantRegistered, aTenantRegistered({}, { eventId: aUlid(2) }));

    expect((await idsIn('crm-queue', 2)).sort()).toEqual([aUlid(1), aUlid(2)]);
    expect(await running.read('crm-queue')).toEqual([]);
  });

  it('leaves out tenants that its filter does not name', async () => {
    const publish = (n: number, data: Parameters<typeof aTenantProvisioned>[0]) =>
      running.publish(TenantProvisioned, aTenantProvisioned(data, { eventId: aUlid(n) }));

    await publish(11, { tier: 'basic', deployment: 'pool' });
    await publish(12, { tier: 'platinum', deployment: 'silo' });
    await publish(13, { tier: 'premium', deployment: 'pool' });

    expect(await idsIn('sales-queue', 1)).toEqual([aUlid(13)]);
  });

  it('forwards to another bus, with a role for nothing else', async () => {
    await running.read('partner-queue');

    await running.publish(TenantRegistered, aTenantRegistered({}, { eventId: aUlid(21) }));

    expect(await idsIn('partner-queue', 1)).toContain(aUlid(21));
  });

  it('dead-letters what its target cannot take', async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'crm-queue' }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));

    await running.publish(UserCreated, aUserCreated({}, { eventId: aUlid(31) }));

    const { Body } = await firstIn(await deadLettersOf('Crm'));
    expect(JSON.parse(Body ?? '').detail.metadata.eventId).toBe(aUlid(31));
  });

  it.each([
    ['a queue', 'arn:aws:sqs:us-east-1:000000000000:sales-queue'],
    ['a function', 'arn:aws:lambda:us-east-1:000000000000:function:failing'],
  ])('lets no other rule deliver to %s', async (_, Arn) => {
    const QueueName = `thief-${Arn.split(':').at(-1)}`;
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
    const Resource = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
    const Statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    const rule = { EventBusName: BUS, Name: 'subscriber-thief' };
    const EventPattern = JSON.stringify({ source: ['identity'] });
    await events.send(new PutRuleCommand({ ...rule, EventPattern }));
    const Targets = [{ Id: 't', Arn, DeadLetterConfig: { Arn: Resource } }];
    await events.send(new PutTargetsCommand({ EventBusName: BUS, Rule: rule.Name, Targets }));

    await running.publish(UserCreated, aUserCreated());

    const { MessageAttributes = {} } = await firstIn(QueueUrl);
    expect(MessageAttributes['ERROR_CODE']?.StringValue).toBe('NO_PERMISSIONS');
    expect(MessageAttributes['TARGET_ARN']?.StringValue).toBe(Arn);
  });

  it('sounds an alarm on each dead-letter queue, and satisfies cdk-nag', () => {
    const template = running.synthesis.template('Subscribers');
    const alarms = resourcesIn(template, 'AWS::CloudWatch::Alarm');

    expect(alarms.map(({ Properties }) => Properties)).toEqual(
      ['Crm', 'Sales', 'Billing', 'Partner'].map((name) =>
        expect.objectContaining({
          Threshold: 0,
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [
            {
              Name: 'QueueName',
              Value: { 'Fn::GetAtt': [expect.stringContaining(`${name}Dead`), 'QueueName'] },
            },
          ],
        }),
      ),
    );
    expect(findingsIn(running.synthesis.folder)).toEqual([]);
  });

  it('dead-letters what a function has taken and then failed at', () => {
    const template = running.synthesis.template('Subscribers');
    const [invocation] = resourcesIn(template, 'AWS::Lambda::EventInvokeConfig');

    expect(invocation?.Properties).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::GetAtt': [expect.stringContaining('BillingDead'), 'Arn'] },
        },
      },
    });
  });
});
