import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { Tier } from '../../events/fields.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { answerOutcomeFunction } from '../../services/sbt-bridge/answerOutcome.function.ts';
import { receiveRequestFunction } from '../../services/sbt-bridge/receiveRequest.function.ts';
import { AnswerType, SBT_PARTNER, SBT_SOURCE } from '../../services/sbt-bridge/sbtEvents.ts';
import type { StageConfig } from '../config.ts';
import { DataTable } from '../constructs/dataTable.ts';
import { EventRoute } from '../constructs/events/eventRoute.ts';
import { PartnerPublisher } from '../constructs/events/partnerPublisher.ts';
import { grantPublish } from '../constructs/events/publishing.ts';
import { LambdaFunction } from '../constructs/lambdaFunction.ts';
import { AlarmTopic } from '../constructs/operations/alarmTopic.ts';
import { addDeadLetterAlarms } from '../constructs/operations/deadLetterAlarms.ts';
import { deadLetterDepths } from '../constructs/operations/deadLetterDepths.ts';
import { namesOf } from '../names.ts';

export type SbtBridgeStackProps = {
  readonly config: StageConfig;
  /** The bus of the SBT control plane, in this account and Region. It may be the product's own. */
  readonly sbtBusName: string;
};

/** SBT's control plane is used by people; more than this is a mistake or an attack. */
const PER_MINUTE = 60;

const answerOf = (type: AnswerType) => ({ source: SBT_SOURCE, type });

/** Lets a control plane of SaaS Builder Toolkit drive this one. Optional: an app of its own makes it. */
export class SbtBridgeStack extends Stack {
  private readonly bus: IEventBus;
  private readonly sbtBus: IEventBus;
  private readonly registrations: DataTable;

  constructor(scope: Construct, id: string, { config, sbtBusName }: SbtBridgeStackProps) {
    super(scope, id, { stackName: `tenant-onboarding-${config.stage}-sbt-bridge` });
    this.bus = EventBus.fromEventBusName(this, 'Bus', namesOf(config.stage).eventBus);
    this.sbtBus = EventBus.fromEventBusName(this, 'SbtBus', sbtBusName);
    const partitionKey = 'registrationId';
    this.registrations = new DataTable(this, 'Registrations', { config, partitionKey });
    this.receiveRequests(config);
    this.answerOutcomes(config);
    const topic = new AlarmTopic(this, 'AlarmTopic');
    addDeadLetterAlarms(this, deadLetterDepths(this), topic);
    new CfnOutput(this, 'SbtAlarmTopicArn', { value: topic.topicArn });
  }

  private receiveRequests(config: StageConfig): void {
    const consumer = new LambdaFunction(this, 'ReceiveRequest', {
      config,
      declared: receiveRequestFunction,
      environment: { ...this.places(), EVENT_BUS_NAME: this.bus.eventBusName },
    });
    const keeping = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    consumer.allow(keeping, [this.registrations.tableArn]);
    grantPublish(this.sbtBus, consumer, AnswerType.options.map(answerOf));
    new PartnerPublisher(this, 'Partner', {
      bus: this.bus,
      names: namesOf(config.stage),
      name: SBT_PARTNER,
      principalArn: consumer.role.roleArn,
      events: [TenantRegistered],
      tiers: [...Tier.options],
      perMinute: PER_MINUTE,
    });
    new EventRoute(this, 'Requests', { bus: this.sbtBus, consumer });
  }

  private answerOutcomes(config: StageConfig): void {
    const consumer = new LambdaFunction(this, 'AnswerOutcome', {
      config,
      declared: answerOutcomeFunction,
      environment: this.places(),
    });
    const noting = ['dynamodb:GetItem', 'dynamodb:UpdateItem'];
    consumer.allow(noting, [this.registrations.tableArn]);
    grantPublish(this.sbtBus, consumer, AnswerType.options.map(answerOf));
    new EventRoute(this, 'Outcomes', { bus: this.bus, consumer });
  }

  private places() {
    const REGISTRATION_TABLE = this.registrations.tableName;
    return { SBT_BUS_NAME: this.sbtBus.eventBusName, REGISTRATION_TABLE };
  }
}
