import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { catalog } from '../../events/catalog.ts';
import type { Serving } from '../apis.ts';
import type { StageConfig } from '../config.ts';
import { ControlApi } from '../constructs/api/controlApi.ts';
import type { DataTable } from '../constructs/dataTable.ts';
import { BusGuard } from '../constructs/events/busGuard.ts';
import { deadLettersIn } from '../constructs/events/deadLetters.ts';
import { UnknownVersions } from '../constructs/events/unknownVersions.ts';
import { IdentityService } from '../constructs/identity/identityService.ts';
import type { LambdaFunction } from '../constructs/lambdaFunction.ts';
import { MailService } from '../constructs/mail/mailService.ts';
import { Operations } from '../constructs/operations/operations.ts';
import { ProvisioningService } from '../constructs/provisioning/provisioningService.ts';
import { RegistrationService } from '../constructs/registration/registrationService.ts';
import { WebhookService } from '../constructs/webhooks/webhookService.ts';
import type { FoundationStack } from './foundationStack.ts';

export type ControlPlaneStackProps = {
  readonly config: StageConfig;
  readonly foundation: FoundationStack;
};

type Services = {
  readonly registration: RegistrationService;
  readonly identity: IdentityService;
  readonly provisioning: ProvisioningService;
  readonly webhooks: WebhookService;
};

/** The functions behind the control API. */
const servingIn = ({
  registration,
  identity,
  provisioning,
  webhooks,
}: Services): Serving<'control', LambdaFunction> => ({
  requestSignUp: registration.requestSignUp,
  register: registration.register,
  findRegistrations: registration.findRegistrations,
  getRegistration: registration.getRegistration,
  getSignIn: registration.getSignIn,
  askReminder: identity.reminders.ask,
  tenants: provisioning.tenants,
  tenantStatus: provisioning.tenantStatus,
  users: identity.users,
  sagas: provisioning.sagas,
  webhooks: webhooks.webhooks,
});

/** The services that make tenants. They meet on the bus; only this stack knows them all. */
export class ControlPlaneStack extends Stack {
  readonly authorizer: IFunction;
  readonly alarmTopic: ITopic;
  /** Who has which tenant's id and name. */
  readonly claims: DataTable;
  readonly offboardingNews: ProvisioningService['offboardingNews'];

  constructor(scope: Construct, id: string, { config, foundation }: ControlPlaneStackProps) {
    super(scope, id, { stackName: `tenant-onboarding-${config.stage}-control-plane` });
    const { names, bus, routingTable, erasures, members, triggers } = foundation;
    const { pooledUserPool, operators } = foundation;
    const mail = new MailService(this, 'Mail', { config });
    const common = { config, names, bus, routingTable };
    const registration = new RegistrationService(this, 'Registration', { ...common, mail });
    const provisioning = new ProvisioningService(this, 'Provisioning', {
      ...common,
      triggers,
      erasures,
    });
    this.claims = provisioning.claims;
    this.offboardingNews = provisioning.offboardingNews;
    const identity = new IdentityService(this, 'Identity', {
      ...common,
      members,
      operators,
      mail,
      pooledUserPool,
    });
    const webhooks = new WebhookService(this, 'Webhooks', common);
    new BusGuard(this, 'BusGuard', {
      bus,
      sources: ['registration', 'provisioning', 'identity', 'webhooks'],
    });
    new UnknownVersions(this, 'UnknownVersions', { bus, events: catalog });
    const api = new ControlApi(this, 'ControlApi', {
      config,
      name: names.apis.control,
      authorizer: identity.authorizer,
      functions: servingIn({ registration, identity, provisioning, webhooks }),
    });
    const operations = new Operations(this, 'Operations', {
      dashboardName: names.dashboard,
      sagas: new Map([[provisioning.onboarding.saga.name, provisioning.onboarding.metrics]]),
      relay: registration.relay,
      mailRelay: mail.relay,
      finisher: identity.finisher,
      deadDeliveries: webhooks.deadDeliveries,
      sweeper: provisioning.sweeper,
      serverErrors: api.failing,
      authorizerFailures: identity.authorizerFailures,
      waitingForMail: identity.waitingForMail,
    });
    this.alarmTopic = operations.topic;
    this.authorizer = identity.authorizer.function;
    this.tellUrl(names.parameters.controlApiUrl, api.url);
    this.addOutputs({
      DeadLetterQueues: this.toJsonString(deadLettersIn(this)),
      OnboardingStateMachineArn: provisioning.onboarding.stateMachine.stateMachineArn,
      OrphanSweeperFunction: provisioning.sweeper.function.functionArn,
      AlarmTopicArn: operations.topic.topicArn,
    });
  }

  private tellUrl(parameterName: string, url: string): void {
    new StringParameter(this, 'ControlApiUrlParameter', { parameterName, stringValue: url });
    this.addOutputs({ ControlApiUrl: url });
  }

  private addOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [id, value] of Object.entries(outputs)) new CfnOutput(this, id, { value });
  }
}
