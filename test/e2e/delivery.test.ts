import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { belongings } from '../support/leftovers.ts';
import { startProduct } from '../support/product.ts';

describe('a TenantRegistered that a partner publishes', () => {
  let product: Awaited<ReturnType<typeof startProduct>>;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  const detailOf = (tenantName: string, tier: string) => {
    const registrationId = ulid();
    const tenantId = `t${ulid().toLowerCase()}`;
    const adminEmail = `partner-${tenantId}@partner.example`;
    const metadata = {
      eventId: ulid(),
      version: '1.0',
      occurredAt: new Date().toISOString(),
      tenantId,
      correlationId: registrationId,
      causationId: registrationId,
    };
    return { metadata, data: { registrationId, tenantId, tenantName, adminEmail, tier } };
  };

  const deliver = async (detail: object) => {
    const entry = {
      EventBusName: product.outputs.EventBusName,
      Source: 'registration',
      DetailType: 'TenantRegistered',
      Detail: JSON.stringify(detail),
    };
    await new EventBridgeClient(product.sdk).send(new PutEventsCommand({ Entries: [entry] }));
  };

  const executions = async () => {
    const { OnboardingStateMachineArn: stateMachineArn } = product.outputs;
    const list = new ListExecutionsCommand({ stateMachineArn });
    return (await new SFNClient(product.sdk).send(list)).executions ?? [];
  };

  const starterDeadLetter = async () => {
    const sqs = new SQSClient(product.sdk);
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const QueueUrl = QueueUrls.find((url) => url.includes('ProvisioningRegistrations'));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 20,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages[0];
  };

  it('makes one tenant when it is delivered three times', async () => {
    const detail = detailOf('Umbrella', 'basic');

    await Promise.all([deliver(detail), deliver(detail), deliver(detail)]);
    const { data } = detail;
    const settled = await product.settled(data.registrationId);
    await deliver(detail);

    expect(settled).toMatchObject({ status: 'active', tenantId: data.tenantId });
    expect(await executions()).toHaveLength(1);
    const { clients, keys } = await belongings(product, data.tenantId);
    expect([clients.length, keys.length]).toEqual([1, 1]);
  });

  it('starts nothing and lies in the dead-letter queue with its reason when it breaks its schema', async () => {
    const before = (await executions()).length;
    const detail = detailOf('Tyrell', 'no tier');

    await deliver(detail);
    const message = await starterDeadLetter();

    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ detail });
    expect(message?.MessageAttributes?.['ERROR_MESSAGE']?.StringValue).toContain('data.tier');
    expect(await executions()).toHaveLength(before);
  });
});
