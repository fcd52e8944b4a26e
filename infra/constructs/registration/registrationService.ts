import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { byService } from '../../../events/defineEvent.ts';
import { TenantDataErased } from '../../../events/schemas/offboarding.ts';
import { TenantRegistered } from '../../../events/schemas/registration.ts';
import { findRegistrationsFunction } from '../../../services/registration/findRegistrations.function.ts';
import { getRegistrationFunction } from '../../../services/registration/getRegistration.function.ts';
import { getSignInFunction } from '../../../services/registration/getSignIn.function.ts';
import { projectEventsFunction } from '../../../services/registration/projectEvents.function.ts';
import { registerFunction } from '../../../services/registration/register.function.ts';
import {
  expiryAttribute,
  outbox,
  search,
} from '../../../services/registration/registrationKeys.ts';
import { relayOutboxFunction } from '../../../services/registration/relayOutbox.function.ts';
import { requestSignUpFunction } from '../../../services/registration/requestSignUp.function.ts';
import { type StageConfig, selfServiceTiers } from '../../config.ts';
import type { Names } from '../../names.ts';
import { DataTable } from '../dataTable.ts';
import { EventRoute } from '../events/eventRoute.ts';
import { grantPublish } from '../events/publishing.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import type { MailService } from '../mail/mailService.ts';
import { parameterArn } from '../parameterArn.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';

export type RegistrationServiceProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly bus: IEventBus;
  readonly routingTable: DataTable;
  readonly mail: MailService;
};

const RELAY_EVERY = Duration.minutes(1);

/** Takes sign-ups, publishes them, and shows what has become of each. */
export class RegistrationService extends Construct {
  readonly requestSignUp: LambdaFunction;
  readonly register: LambdaFunction;
  readonly findRegistrations: LambdaFunction;
  readonly getRegistration: LambdaFunction;
  readonly getSignIn: LambdaFunction;
  /** Publishes what was left unpublished, and measures how long it waited. */
  readonly relay: LambdaFunction;
  private readonly table: DataTable;

  constructor(scope: Construct, id: string, props: RegistrationServiceProps) {
    super(scope, id);
    this.table = new DataTable(this, 'Registrations', {
      config: props.config,
      partitionKey: 'pk',
      timeToLiveAttribute: expiryAttribute,
    });
    this.table.addTextIndex(outbox.index, outbox.partition, outbox.sort);
    this.table.addTextIndex(search.index, search.partition, search.sort);
    this.requestSignUp = this.addRequestSignUp(props);
    this.register = this.addRegister(props);
    this.findRegistrations = this.addFindRegistrations(props);
    this.getRegistration = this.addGetRegistration(props);
    this.getSignIn = this.addGetSignIn(props);
    this.addProjection(props);
    this.relay = this.addRelay(props);
  }

  private addRequestSignUp({ config, mail }: RegistrationServiceProps): LambdaFunction {
    const requestSignUp = new LambdaFunction(this, 'RequestSignUp', {
      config,
      declared: requestSignUpFunction,
      environment: {
        REGISTRATION_TABLE: this.table.tableName,
        ...mail.environment,
        SELF_SERVICE_TIERS: selfServiceTiers.join(','),
      },
    });
    const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    requestSignUp.allow(actions, [this.table.tableArn]);
    mail.grantMail(requestSignUp);
    return requestSignUp;
  }

  private addRegister({ config, bus }: RegistrationServiceProps): LambdaFunction {
    const register = new LambdaFunction(this, 'Register', {
      config,
      declared: registerFunction,
      environment: { REGISTRATION_TABLE: this.table.tableName, EVENT_BUS_NAME: bus.eventBusName },
    });
    const reads = ['dynamodb:GetItem', 'dynamodb:ConditionCheckItem'];
    const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
    register.allow([...reads, ...writes], [this.table.tableArn]);
    grantPublish(bus, register, [TenantRegistered]);
    return register;
  }

  private addGetRegistration({ config }: RegistrationServiceProps): LambdaFunction {
    const getRegistration = new LambdaFunction(this, 'GetRegistration', {
      config,
      declared: getRegistrationFunction,
      environment: { REGISTRATION_TABLE: this.table.tableName },
    });
    getRegistration.allow(['dynamodb:GetItem'], [this.table.tableArn]);
    return getRegistration;
  }

  private addFindRegistrations({ config }: RegistrationServiceProps): LambdaFunction {
    const findRegistrations = new LambdaFunction(this, 'FindRegistrations', {
      config,
      declared: findRegistrationsFunction,
      environment: { REGISTRATION_TABLE: this.table.tableName },
    });
    findRegistrations.allow(['dynamodb:BatchGetItem'], [this.table.tableArn]);
    findRegistrations.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${search.index}`]);
    return findRegistrations;
  }

  private addGetSignIn({ config, names }: RegistrationServiceProps): LambdaFunction {
    const { appApiUrl } = names.parameters;
    const getSignIn = new LambdaFunction(this, 'GetSignIn', {
      config,
      declared: getSignInFunction,
      environment: { REGISTRATION_TABLE: this.table.tableName, APP_API_URL_PARAMETER: appApiUrl },
    });
    getSignIn.allow(['dynamodb:GetItem'], [this.table.tableArn]);
    getSignIn.allow(['ssm:GetParameter'], [parameterArn(this, appApiUrl)]);
    return getSignIn;
  }

  private addProjection({ config, bus, routingTable }: RegistrationServiceProps): void {
    const consumer = new LambdaFunction(this, 'ProjectEvents', {
      config,
      declared: projectEventsFunction,
      environment: {
        REGISTRATION_TABLE: this.table.tableName,
        ROUTING_TABLE: routingTable.tableName,
        EVENT_BUS_NAME: bus.eventBusName,
      },
    });
    const reads = ['dynamodb:GetItem', 'dynamodb:ConditionCheckItem'];
    const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
    const batch = 'dynamodb:BatchWriteItem';
    consumer.allow([...reads, ...writes, batch], [this.table.tableArn]);
    consumer.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
    grantPublish(bus, consumer, [byService('registration', TenantDataErased)]);
    new EventRoute(this, 'Projection', { bus, consumer });
  }

  private addRelay({ config, bus }: RegistrationServiceProps): LambdaFunction {
    const relay = new LambdaFunction(this, 'RelayOutbox', {
      config,
      declared: relayOutboxFunction,
      environment: { REGISTRATION_TABLE: this.table.tableName, EVENT_BUS_NAME: bus.eventBusName },
      timeoutSeconds: 50,
    });
    relay.allow(['dynamodb:UpdateItem'], [this.table.tableArn]);
    relay.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${outbox.index}`]);
    grantPublish(bus, relay, [TenantRegistered]);
    new ScheduledFunction(this, 'Relay', { run: relay, every: RELAY_EVERY });
    return relay;
  }
}
