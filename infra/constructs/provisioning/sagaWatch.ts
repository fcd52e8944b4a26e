import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { OrphansFound } from '../../../events/schemas/provisioning.ts';
import { watchSagasFunction } from '../../../services/provisioning/operators/watchSagas.function.ts';
import { sweepOrphansFunction } from '../../../services/provisioning/orphans/sweepOrphans.function.ts';
import type { DataTable } from '../dataTable.ts';
import { grantPublish } from '../events/publishing.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { parameterArn } from '../parameterArn.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import type { OnboardingFunctionsProps } from './onboardingFunctions.ts';
import { TenantResourceGrants } from './tenantResourceGrants.ts';

export type SagaWatchProps = OnboardingFunctionsProps & {
  readonly stateMachineArn: string;
  readonly claims: DataTable;
};

const SWEEP_EVERY = Duration.hours(1);
const WATCH_EVERY = Duration.minutes(5);

/** Lambda's longest: a sweep pages through everything that is named after a tenant. */
const SWEEP_SECONDS = 900;

/** Looks after sagas from outside: what they have left behind, and which go on for too long. */
export class SagaWatch extends Construct {
  readonly functions: { readonly sweeper: LambdaFunction; readonly watcher: LambdaFunction };

  constructor(scope: Construct, id: string, props: SagaWatchProps) {
    super(scope, id);
    const sweeper = this.addSweeper(props);
    const watcher = this.addWatcher(props);
    new ScheduledFunction(this, 'Sweeps', { run: sweeper, every: SWEEP_EVERY });
    new ScheduledFunction(this, 'Looks', { run: watcher, every: WATCH_EVERY });
    this.functions = { sweeper, watcher };
  }

  private addSweeper(props: SagaWatchProps): LambdaFunction {
    const { config, names, bus, routingTable, claims, stateMachineArn } = props;
    const sweeper = new LambdaFunction(this, 'SweepOrphans', {
      config,
      declared: sweepOrphansFunction,
      environment: {
        RESOURCE_PREFIX: names.tenantResourcePrefix,
        POOLED_USER_POOL_PARAMETER: names.parameters.pooledUserPool,
        CLAIM_TABLE: claims.tableName,
        ROUTING_TABLE: routingTable.tableName,
        STATE_MACHINE_ARN: stateMachineArn,
        EVENT_BUS_NAME: bus.eventBusName,
      },
      timeoutSeconds: SWEEP_SECONDS,
    });
    const rows = ['dynamodb:Scan', 'dynamodb:GetItem', 'dynamodb:DeleteItem'];
    sweeper.allow(rows, [routingTable.tableArn, claims.tableArn]);
    sweeper.allow(['ssm:GetParameter'], [parameterArn(this, names.parameters.pooledUserPool)]);
    grantPublish(bus, sweeper, [OrphansFound]);
    new TenantResourceGrants(this, names.tenantResourcePrefix).sweep(sweeper);
    return sweeper;
  }

  private addWatcher({ config, stateMachineArn }: SagaWatchProps): LambdaFunction {
    const watcher = new LambdaFunction(this, 'WatchSagas', {
      config,
      declared: watchSagasFunction,
      environment: { STATE_MACHINE_ARN: stateMachineArn },
    });
    watcher.allow(['states:ListExecutions'], [stateMachineArn]);
    return watcher;
  }
}
