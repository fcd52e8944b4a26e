import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { EventBus, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { UserCreated } from '../../events/schemas/identity.ts';
import { TenantProvisioned } from '../../events/schemas/provisioning.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { acknowledge } from '../../infra/constructs/acknowledge.ts';
import { DeadLetterQueue } from '../../infra/constructs/events/deadLetterQueue.ts';
import { TenantEventSubscription } from '../../infra/constructs/events/tenantEventSubscription.ts';

/** A function's code from its text; by the end of the process CDK has copied it into its output. */
const codeOf = (handler: string): Code => {
  const folder = mkdtempSync(join(tmpdir(), 'subscriber-'));
  writeFileSync(join(folder, 'index.mjs'), handler);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return Code.fromAsset(folder);
};

const busIn = (scope: Stack, id: string, eventBusName: string): IEventBus => {
  const { eventBusArn, eventBusPolicy } = new EventBus(scope, id, { eventBusName });
  const attributes = { eventBusArn, eventBusName, eventBusPolicy };
  return EventBus.fromEventBusAttributes(scope, `${id}Reference`, attributes);
};

const queueIn = (scope: Stack, id: string): Queue => {
  const queue = new Queue(scope, id, {
    queueName: id.toLowerCase(),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  acknowledge(queue, { SQS3: 'It is a subscriber in a test, which reads it at once.' });
  return queue;
};

const app = new App();
const stack = new Stack(app, 'Subscribers', { stackName: 'subscribers' });
const bus = busIn(stack, 'Bus', 'tenants');

new TenantEventSubscription(stack, 'Crm', {
  subscriber: 'crm',
  bus,
  events: [TenantRegistered, UserCreated],
  target: { kind: 'queue', queue: queueIn(stack, 'Crm-Queue') },
});

new TenantEventSubscription(stack, 'Sales', {
  subscriber: 'sales',
  bus,
  events: [TenantProvisioned],
  filter: { tier: ['premium', 'platinum'], deployment: ['pool'] },
  target: { kind: 'queue', queue: queueIn(stack, 'Sales-Queue') },
});

const failing = new LambdaFunction(stack, 'Failing', {
  functionName: 'failing',
  runtime: Runtime.NODEJS_24_X,
  role: new Role(stack, 'FailingRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
  handler: 'index.handler',
  code: codeOf("export const handler = () => { throw new Error('no'); };"),
});
new TenantEventSubscription(stack, 'Billing', {
  subscriber: 'billing',
  bus,
  events: [TenantProvisioned],
  target: { kind: 'function', function: failing },
});

const elsewhere = busIn(stack, 'Elsewhere', 'elsewhere');
new TenantEventSubscription(stack, 'Partner', {
  subscriber: 'partner',
  bus,
  events: [TenantRegistered],
  target: { kind: 'bus', busArn: elsewhere.eventBusArn },
});
new Rule(stack, 'AtPartner', {
  eventBus: elsewhere,
  eventPattern: { account: [stack.account] },
  targets: [
    new SqsQueue(queueIn(stack, 'Partner-Queue'), {
      deadLetterQueue: new DeadLetterQueue(stack, 'PartnerLetters'),
    }),
  ],
});

new CfnOutput(stack, 'Bus-Arn', { key: 'BusArn', value: bus.eventBusArn });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
