import { Duration } from 'aws-cdk-lib';
import { type IEventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { catalog } from '../../events/catalog.ts';
import { PublisherEnv, ReaderEnv, SignInEnv } from '../../services/registration/registrationEnv.ts';
import { expiryAttribute, outbox } from '../../services/registration/registrationKeys.ts';
import type { StageConfig } from '../config.ts';
import type { Names } from '../names.ts';
import { DataTable } from './dataTable.ts';
import { DeadLetterQueue } from './deadLetterQueue.ts';
import { EventRoute } from './eventRoute.ts';
import { LambdaFunction } from './lambdaFunction.ts';
import { parameterArn } from './parameterArn.ts';

export type RegistrationServiceProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly bus: IEventBus;
};

const RELAY_EVERY = Duration.minutes(1);

/** Takes sign-ups, publishes them, and shows what has become of each. */
export class RegistrationService extends Construct {
  readonly register: LambdaFunction;
  readonly getRegistration: LambdaFunction;
  readonly getSignIn: LambdaFunction;
  private readonly table: DataTable;

  constructor(scope: Construct, id: string, props: RegistrationServiceProps) {
    super(scope, id);
    this.table = new DataTable(this, 'Registrations', {
      config: props.config,
      partitionKey: 'pk',
      timeToLiveAttribute: expiryAttribute,
    });
    this.table.addTextIndex(outbox.index, outbox.partition, outbox.sort);
    this.register = this.addRegister(props);
    this.getRegistration = this.addGetRegistration(props);
    this.getSignIn = this.addGetSignIn(props);
    this.addProjection(props);
    this.addRelay(props);
  }

  private addRegister({ config, bus }: RegistrationServiceProps): LambdaFunction {
    const register = new LambdaFunction(this, 'Register', {
      config,
      handler: 'registration/register',
      env: PublisherEnv,
      environment: { REGISTRATION_TABLE: this.table.tableName, EVENT_BUS_NAME: bus.eventBusName },
    });
    const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    register.allow(actions, [this.table.tableArn]);
    bus.grantPutEventsTo(register.grantee);
    return register;
  }

  private addGetRegistration({ config }: RegistrationServiceProps): LambdaFunction {
    const getRegistration = new LambdaFunction(this, 'GetRegistration', {
      config,
      handler: 'registration/getRegistration',
      env: ReaderEnv,
      environment: { REGISTRATION_TABLE: this.table.tableName },
    });
    getRegistration.allow(['dynamodb:GetItem'], [this.table.tableArn]);
    return getRegistration;
  }

  private addGetSignIn({ config, names }: RegistrationServiceProps): LambdaFunction {
    const { appApiUrl } = names.parameters;
    const getSignIn = new LambdaFunction(this, 'GetSignIn', {
      config,
      handler: 'registration/getSignIn',
      env: SignInEnv,
      environment: { REGISTRATION_TABLE: this.table.tableName, APP_API_URL_PARAMETER: appApiUrl },
    });
    getSignIn.allow(['dynamodb:GetItem'], [this.table.tableArn]);
    getSignIn.allow(['ssm:GetParameter'], [parameterArn(this, appApiUrl)]);
    return getSignIn;
  }

  private addProjection({ config, bus }: RegistrationServiceProps): void {
    const consumer = new LambdaFunction(this, 'ProjectEvents', {
      config,
      handler: 'registration/projectEvents',
      env: ReaderEnv,
      environment: { REGISTRATION_TABLE: this.table.tableName },
    });
    const reads = ['dynamodb:GetItem', 'dynamodb:ConditionCheckItem'];
    const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
    consumer.allow([...reads, ...writes], [this.table.tableArn]);
    new EventRoute(this, 'Projection', { bus, events: catalog, consumer });
  }

  private addRelay({ config, bus }: RegistrationServiceProps): void {
    const relay = new LambdaFunction(this, 'RelayOutbox', {
      config,
      handler: 'registration/relayOutbox',
      env: PublisherEnv,
      environment: { REGISTRATION_TABLE: this.table.tableName, EVENT_BUS_NAME: bus.eventBusName },
      timeoutSeconds: 50,
    });
    relay.allow(['dynamodb:UpdateItem'], [this.table.tableArn]);
    relay.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${outbox.index}`]);
    bus.grantPutEventsTo(relay.grantee);
    const deadLetterQueue = new DeadLetterQueue(this, 'RelayDeadLetters');
    // The next minute's run takes up what this one left, so a failed run is not repeated.
    const target = new LambdaTarget(relay.function, { deadLetterQueue, retryAttempts: 0 });
    relay.function.configureAsyncInvoke({ retryAttempts: 0 });
    new Rule(this, 'EveryMinute', { schedule: Schedule.rate(RELAY_EVERY), targets: [target] });
  }
}
