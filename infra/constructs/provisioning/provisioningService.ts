import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { RegistrationRefused, TenantQueued } from '../../../events/schemas/provisioning.ts';
import { collectErasureFunction } from '../../../services/provisioning/offboarding/collectErasure.function.ts';
import { onboardingSaga } from '../../../services/provisioning/onboarding/onboardingSaga.ts';
import { rollBackOnboardingFunction } from '../../../services/provisioning/onboarding/rollBackOnboarding.function.ts';
import { startOnboardingFunction } from '../../../services/provisioning/onboarding/startOnboarding.function.ts';
import { sagasFunction } from '../../../services/provisioning/operators/sagas.function.ts';
import { noteUserFunction } from '../../../services/provisioning/tenants/noteUser.function.ts';
import { tenantsFunction } from '../../../services/provisioning/tenants/tenants.function.ts';
import type { Names } from '../../names.ts';
import { acknowledge } from '../acknowledge.ts';
import type { DataTable } from '../dataTable.ts';
import { EventRoute } from '../events/eventRoute.ts';
import { grantPublish } from '../events/publishing.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { parameterArn } from '../parameterArn.ts';
import { allowDescribing, executionsArn, stateMachineArnOf } from '../saga/executions.ts';
import { Saga } from '../saga/saga.ts';
import { OffboardingNews } from './offboardingNews.ts';
import { OnboardingFunctions, type OnboardingFunctionsProps } from './onboardingFunctions.ts';
import { OrphanSweep } from './orphanSweep.ts';
import { paceOf } from './paceOf.ts';
import { protectionOf, TenantStatus } from './tenantStatus.ts';

/** As long as API Gateway waits for an answer: a bulk replay starts many executions. */
const REPLAYS_TIMEOUT_SECONDS = 29;

export type ProvisioningServiceProps = OnboardingFunctionsProps & { readonly erasures: DataTable };

/** Turns each TenantRegistered into a tenant, or into nothing. */
export class ProvisioningService extends Construct {
  readonly onboarding: Saga<typeof onboardingSaga>;
  readonly tenants: LambdaFunction;
  readonly tenantStatus: LambdaFunction;
  readonly sagas: LambdaFunction;
  readonly sweeper: LambdaFunction;
  readonly claims: DataTable;
  /** The tasks of offboardings that tell the bus. */
  readonly offboardingNews: OffboardingNews['byTask'];

  constructor(scope: Construct, id: string, props: ProvisioningServiceProps) {
    super(scope, id);
    const tasks = new OnboardingFunctions(this, 'Tasks', props);
    this.onboarding = new Saga(this, 'Onboarding', {
      config: props.config,
      name: props.names.stateMachine,
      saga: onboardingSaga,
      functions: tasks.byTask,
    });
    this.addStarter(props, tasks.claimTable);
    this.addRollback(props, tasks.claimTable);
    this.addNotes(props);
    this.addErasures(props);
    this.tenants = this.addTenants(props);
    this.tenantStatus = new TenantStatus(this, 'Status', props).run;
    this.sagas = this.addSagas(props, tasks.claimTable);
    const { claimTable: claims } = tasks;
    this.claims = claims;
    this.offboardingNews = new OffboardingNews(this, 'Offboarding', props).byTask;
    const { stateMachine } = this;
    this.sweeper = new OrphanSweep(this, 'Orphans', { ...props, stateMachine, claims }).sweeper;
    allowDescribing(this.sweeper, props.names.stateMachine);
  }

  private get stateMachine(): StateMachine {
    return this.onboarding.stateMachine;
  }

  private addTenants(props: ProvisioningServiceProps): LambdaFunction {
    const { config, names, routingTable, erasures } = props;
    const { appApiUrl, pooledUserPool, pooledTable } = names.parameters;
    const tenants = new LambdaFunction(this, 'Tenants', {
      config,
      declared: tenantsFunction,
      environment: {
        ROUTING_TABLE: routingTable.tableName,
        ...protectionOf(config),
        APP_API_URL_PARAMETER: appApiUrl,
        POOLED_USER_POOL_PARAMETER: pooledUserPool,
        POOLED_TABLE_PARAMETER: pooledTable,
        ERASURE_TABLE: erasures.tableName,
        EVENT_RETENTION_DAYS: String(config.eventRetentionDays),
        LOG_RETENTION_DAYS: String(config.logRetentionDays),
      },
    });
    const rows = ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'];
    tenants.allow(rows, [routingTable.tableArn]);
    tenants.allow(['dynamodb:GetItem'], [erasures.tableArn]);
    const read = [appApiUrl, pooledUserPool, pooledTable];
    tenants.allow(
      ['ssm:GetParameter'],
      read.map((name) => parameterArn(this, name)),
    );
    return tenants;
  }

  private addSagas(
    { config, names, routingTable, erasures }: ProvisioningServiceProps,
    claims: DataTable,
  ): LambdaFunction {
    const { stateMachineArn } = this.stateMachine;
    // Its stack comes after this one, so that it is known by its name.
    const offboarding = stateMachineArnOf(this, names.offboardingStateMachine);
    const sagas = new LambdaFunction(this, 'Sagas', {
      config,
      declared: sagasFunction,
      environment: {
        STATE_MACHINE_ARN: stateMachineArn,
        OFFBOARDING_STATE_MACHINE_ARN: offboarding,
        ...paceOf(claims),
        ROUTING_TABLE: routingTable.tableName,
        ERASURE_TABLE: erasures.tableName,
      },
      timeoutSeconds: REPLAYS_TIMEOUT_SECONDS,
    });
    const machines = [stateMachineArn, offboarding];
    sagas.allow(['states:ListExecutions', 'states:StartExecution'], machines);
    for (const name of [names.stateMachine, names.offboardingStateMachine]) {
      sagas.allow(['states:GetExecutionHistory'], [executionsArn(this, name)]);
      allowDescribing(sagas, name);
    }
    const read = [claims.tableArn, routingTable.tableArn, erasures.tableArn];
    sagas.allow(['dynamodb:GetItem'], read);
    this.letReserve(sagas, claims);
    return sagas;
  }

  /** Lets a function look at the saga's runs and start another. */
  private allowRuns(to: LambdaFunction, names: Names): void {
    to.allow(['states:StartExecution'], [this.stateMachine.stateMachineArn]);
    allowDescribing(to, names.stateMachine);
  }

  /** Lets a function reserve the times at which runs begin. */
  private letReserve(to: LambdaFunction, { tableArn }: DataTable): void {
    to.allow(['dynamodb:UpdateItem'], [tableArn]);
  }

  private addRollback(
    { config, names, bus, routingTable }: ProvisioningServiceProps,
    claims: DataTable,
  ): void {
    const consumer = new LambdaFunction(this, 'RollBackOnboarding', {
      config,
      declared: rollBackOnboardingFunction,
      environment: {
        STATE_MACHINE_ARN: this.stateMachine.stateMachineArn,
        ROUTING_TABLE: routingTable.tableName,
        ...paceOf(claims),
      },
    });
    consumer.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [routingTable.tableArn]);
    this.allowRuns(consumer, names);
    this.letReserve(consumer, claims);
    new EventRoute(this, 'FailedAdmins', { bus, consumer });
  }

  private addNotes({ config, bus, routingTable }: ProvisioningServiceProps): void {
    const consumer = new LambdaFunction(this, 'NoteUser', {
      config,
      declared: noteUserFunction,
      environment: { ROUTING_TABLE: routingTable.tableName },
    });
    consumer.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [routingTable.tableArn]);
    new EventRoute(this, 'CreatedUsers', { bus, consumer });
  }

  private addErasures({ config, bus, erasures }: ProvisioningServiceProps): void {
    const consumer = new LambdaFunction(this, 'CollectErasure', {
      config,
      declared: collectErasureFunction,
      environment: { ERASURE_TABLE: erasures.tableName },
    });
    consumer.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [erasures.tableArn]);
    new EventRoute(this, 'Erasures', { bus, consumer });
  }

  private addStarter(
    { config, names, bus }: ProvisioningServiceProps,
    claimTable: DataTable,
  ): void {
    const { tiers, partners } = names.parameters;
    const consumer = new LambdaFunction(this, 'StartOnboarding', {
      config,
      declared: startOnboardingFunction,
      environment: {
        STATE_MACHINE_ARN: this.stateMachine.stateMachineArn,
        TIERS_PARAMETER: tiers,
        ...paceOf(claimTable),
        EVENT_BUS_NAME: bus.eventBusName,
        PARTNERS_PARAMETER: partners,
      },
    });
    const claims = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    consumer.allow(claims, [claimTable.tableArn]);
    consumer.allow(['states:StartExecution'], [this.stateMachine.stateMachineArn]);
    grantPublish(bus, consumer, [RegistrationRefused, TenantQueued]);
    const rules = parameterArn(this, `${partners}/*`);
    consumer.allow(['ssm:GetParameter'], [parameterArn(this, tiers), rules]);
    acknowledge(consumer.role, {
      [`IAM5[Resource::arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${partners}/*]`]:
        'Partners are let in after this deployment, each with rules of its own.',
    });
    new EventRoute(this, 'Registrations', { bus, consumer });
  }
}
