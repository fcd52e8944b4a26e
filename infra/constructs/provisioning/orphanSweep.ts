import { Duration } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { OrphansFound } from '../../../events/schemas/provisioning.ts';
import { sweepOrphansFunction } from '../../../services/provisioning/orphans/sweepOrphans.function.ts';
import type { DataTable } from '../dataTable.ts';
import { grantPublish } from '../events/publishing.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { parameterArn } from '../parameterArn.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import type { OnboardingFunctionsProps } from './onboardingFunctions.ts';
import { TenantResourceGrants } from './tenantResourceGrants.ts';

export type OrphanSweepProps = OnboardingFunctionsProps & {
  readonly stateMachine: StateMachine;
  readonly claims: DataTable;
};

const EVERY = Duration.hours(1);

/** Lambda's longest: a sweep pages through everything that is named after a tenant. */
const TIMEOUT_SECONDS = 900;

/** Finds what onboardings have left behind: resources that no tenant owns. */
export class OrphanSweep extends Construct {
  readonly sweeper: LambdaFunction;

  constructor(scope: Construct, id: string, props: OrphanSweepProps) {
    super(scope, id);
    const { config, names, bus, routingTable, claims, stateMachine } = props;
    const { pooledUserPool, tiers } = names.parameters;
    this.sweeper = new LambdaFunction(this, 'SweepOrphans', {
      config,
      declared: sweepOrphansFunction,
      environment: {
        RESOURCE_PREFIX: names.tenantResourcePrefix,
        POOLED_USER_POOL_PARAMETER: pooledUserPool,
        TIERS_PARAMETER: tiers,
        CLAIM_TABLE: claims.tableName,
        ROUTING_TABLE: routingTable.tableName,
        STATE_MACHINE_ARN: stateMachine.stateMachineArn,
        EVENT_BUS_NAME: bus.eventBusName,
      },
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    const rows = ['dynamodb:Scan', 'dynamodb:GetItem', 'dynamodb:DeleteItem'];
    this.sweeper.allow(rows, [routingTable.tableArn, claims.tableArn]);
    const parameters = [pooledUserPool, tiers].map((name) => parameterArn(this, name));
    this.sweeper.allow(['ssm:GetParameter'], parameters);
    grantPublish(bus, this.sweeper, [OrphansFound]);
    new TenantResourceGrants(this, names.tenantResourcePrefix).sweep(this.sweeper);
    new ScheduledFunction(this, 'Sweeps', { run: this.sweeper, every: EVERY });
  }
}
