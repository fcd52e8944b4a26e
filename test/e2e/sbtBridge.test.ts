import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readAssembly } from '../../engine/cloudformation/template/assembly.ts';
import { alarmsOnEveryQueue, queueAlarms } from '../support/alarms.ts';
import { assemblyOf } from '../support/assemblyOf.ts';
import { tapBus } from '../support/busTap.ts';
import { addOutsider, OUTSIDER, putAs } from '../support/isolation/outsider.ts';
import { type Product, startProduct } from '../support/product.ts';
import { anSbtRequest } from '../support/sbtRequests.ts';
import { findingsIn, synthesisOf } from '../support/synthesis.ts';

const SBT_BUS = 'sbt';
const QUEUE = 'sbt-control-plane';
const SETUP_MS = 180_000;

/** Stands for the SBT control plane: its bus, and a queue that gets what it listens to. */
const controlPlane = assemblyOf({
  sbt: {
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: SBT_BUS } },
      Answers: { Type: 'AWS::SQS::Queue', Properties: { QueueName: QUEUE } },
      Admission: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Answers' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'events.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: { 'Fn::GetAtt': ['Answers', 'Arn'] },
              },
            ],
          },
        },
      },
      Listening: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: { Ref: 'Bus' },
          EventPattern: {
            source: ['sbt.application.plane'],
            'detail-type': ['sbt_aws_provisionSuccess', 'sbt_aws_provisionFailure'],
          },
          Targets: [{ Id: 'Answers', Arn: { 'Fn::GetAtt': ['Answers', 'Arn'] } }],
        },
      },
    },
  },
});

/** What SBT reads of an answer; every value is text. */
const Answer = z.object({
  'detail-type': z.string(),
  detail: z.strictObject({
    tenantRegistrationId: z.string(),
    jobOutput: z.strictObject({
      tenantData: z.record(z.string(), z.string()),
      tenantRegistrationData: z.record(z.string(), z.string()),
    }),
  }),
});

describe('the bridge to SaaS Builder Toolkit', () => {
  let product: Product;
  let bridge: Awaited<ReturnType<typeof synthesisOf>>;
  let bus: Awaited<ReturnType<typeof tapBus>>;
  let sqs: SQSClient;

  beforeAll(async () => {
    process.env['SBT_BUS_NAME'] = SBT_BUS;
    bridge = await synthesisOf('dev', { app: 'infra/sbtApp.ts' });
    product = await startProduct({ beside: [controlPlane, await readAssembly(bridge.folder)] });
    bus = await tapBus(product);
    sqs = new SQSClient(product.sdk);
  }, SETUP_MS);
  afterAll(async () => {
    await product.stop();
    await bridge.destroy();
  });

  const ask = (request: object) =>
    new EventBridgeClient(product.sdk).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: SBT_BUS,
            Source: 'sbt.control.plane',
            DetailType: 'sbt_aws_onboardingRequest',
            Detail: JSON.stringify(request),
          },
        ],
      }),
    );

  const queueUrl = async (part: RegExp) => {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    return QueueUrls.find((url) => part.test(url)) ?? '';
  };

  /** The next message of a queue, which it then holds back for half a minute. */
  const next = async (part: RegExp) => {
    const receive = {
      QueueUrl: await queueUrl(part),
      MessageAttributeNames: ['All'],
      WaitTimeSeconds: 1,
    };
    for (;;) {
      const { Messages } = await sqs.send(new ReceiveMessageCommand(receive));
      if (Messages?.[0]) return Messages[0];
    }
  };

  const answer = async () => Answer.parse(JSON.parse((await next(/sbt-control-plane/)).Body ?? ''));

  it('onboards a tenant once and says so, with the ids of SBT', async () => {
    const request = anSbtRequest({ tenantName: 'Initech', email: 'bill@initech.example' });

    await ask(request);
    await ask(request);
    const success = await answer();

    const sign = await product.signInOf('Initech');
    expect(success).toMatchObject({
      'detail-type': 'sbt_aws_provisionSuccess',
      detail: {
        tenantRegistrationId: request.tenantRegistrationId,
        jobOutput: {
          tenantData: {
            tenantId: request.tenantId,
            tenantStatus: 'Complete',
            onboardedTenantId: sign.tenantId,
          },
          tenantRegistrationData: { registrationStatus: 'Complete' },
        },
      },
    });
    expect(JSON.parse(success.detail.jobOutput.tenantData['tenantConfig'] ?? '')).toMatchObject({
      userPoolId: sign.userPoolId,
      appClientId: sign.appClientId,
    });
    await product.settled(`sbt-${request.tenantRegistrationId}`);
    const seen = await bus.read();
    const provisioned = seen.filter((event) => event['detail-type'] === 'TenantProvisioned');
    expect(provisioned).toHaveLength(1);
    const registered = seen.filter((event) => event['detail-type'] === 'TenantRegistered');
    expect(new Set(registered.map(({ source }) => source))).toEqual(new Set(['partner.sbt']));
    expect(new Set(seen.map(({ detail }) => detail.metadata.tenantId)).size).toBe(1);
  });

  it('is nobody else’s name, whatever somebody’s own policy allows', async () => {
    await addOutsider(product);
    const registered = { type: 'TenantRegistered', detail: [] };

    const answers = [
      await putAs(product, OUTSIDER, [{ ...registered, source: 'partner.sbt' }]),
      await putAs(product, OUTSIDER, [{ ...registered, source: 'partner.acme' }]),
    ];

    expect(answers).toEqual(['AccessDeniedException', '1 not taken']);
  });

  it('says that an onboarding has failed, and where', async () => {
    const request = anSbtRequest({ tenantName: 'Initrode', email: 'tom@initrode.example' });
    product.fault({
      service: 'apigateway',
      operation: 'CreateApiKey',
      error: 'LimitExceededException',
      when: 'before',
      times: 1,
    });

    await ask(request);

    expect(await answer()).toMatchObject({
      'detail-type': 'sbt_aws_provisionFailure',
      detail: {
        tenantRegistrationId: request.tenantRegistrationId,
        jobOutput: {
          tenantData: { tenantId: request.tenantId, failedStep: 'CreateApiKey' },
          tenantRegistrationData: { registrationStatus: 'Failed' },
        },
      },
    });
  });

  it('says that a registration was refused, and why', async () => {
    const request = anSbtRequest({ tenantName: 'Initech', email: 'peter@initech.example' });

    await ask(request);

    expect(await answer()).toMatchObject({
      'detail-type': 'sbt_aws_provisionFailure',
      detail: {
        tenantRegistrationId: request.tenantRegistrationId,
        jobOutput: {
          tenantData: {
            tenantId: request.tenantId,
            tenantStatus: 'Failed',
            failedStep: 'Admission',
            reason: 'TenantNameInUse',
          },
          tenantRegistrationData: { registrationStatus: 'Failed' },
        },
      },
    });
  });

  it('refuses a request that it cannot meet, and keeps it', async () => {
    await bus.read();
    const request = anSbtRequest({ tier: 'advanced' });

    await ask(request);

    expect((await answer()).detail.tenantRegistrationId).toBe(request.tenantRegistrationId);
    const { Body, MessageAttributes = {} } = await next(/RequestsDeadLetters/);
    expect(JSON.parse(Body ?? '').detail).toEqual(request);
    expect(MessageAttributes['ERROR_MESSAGE']?.StringValue).toContain('tier');
    expect(await bus.read()).toEqual([]);
  });

  it('says nothing to SBT of tenants that signed up elsewhere', async () => {
    const { registrationId } = await product.register({
      tenantName: 'Chotchkies',
      adminEmail: 'stan@chotchkies.example',
      tier: 'basic',
    });
    const request = anSbtRequest({ tenantName: 'Flingers', email: 'brian@flingers.example' });

    await product.settled(registrationId);
    await ask(request);

    expect((await answer()).detail.tenantRegistrationId).toBe(request.tenantRegistrationId);
  });

  it('sounds an alarm when anything lies in one of its queues', () => {
    const template = bridge.template('SbtBridge');

    expect(queueAlarms(template)).toEqual(alarmsOnEveryQueue(template));
    expect(product.stackOutputs['SbtAlarmTopicArn']).toMatch(/^arn:aws:sns:/);
  });

  it('satisfies cdk-nag', () => {
    expect(findingsIn(bridge.folder)).toEqual([]);
  });
});
