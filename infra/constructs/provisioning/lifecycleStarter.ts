import { Duration } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { startLifecycleFunction } from '../../../services/provisioning/offboarding/startLifecycle.function.ts';
import { routeDue } from '../../../services/provisioning/tenants/routeDue.ts';
import type { StageConfig } from '../../config.ts';
import type { DataTable } from '../dataTable.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import { paceOf } from './paceOf.ts';
import { protectionOf } from './tenantStatus.ts';

export type LifecycleStarterProps = {
  readonly config: StageConfig;
  readonly routingTable: DataTable;
  readonly claims: DataTable;
  readonly stateMachine: StateMachine;
};

const EVERY = Duration.minutes(1);
const TIMEOUT_SECONDS = 50;

/** Begins what the time has come for: offboardings whose grace is over. */
export class LifecycleStarter extends Construct {
  constructor(scope: Construct, id: string, props: LifecycleStarterProps) {
    super(scope, id);
    const { config, routingTable, claims, stateMachine } = props;
    const run = new LambdaFunction(this, 'StartLifecycle', {
      config,
      declared: startLifecycleFunction,
      environment: {
        STATE_MACHINE_ARN: stateMachine.stateMachineArn,
        ROUTING_TABLE: routingTable.tableName,
        ...paceOf(claims),
        ...protectionOf(config),
      },
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    run.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [routingTable.tableArn]);
    run.allow(['dynamodb:Query'], [`${routingTable.tableArn}/index/${routeDue.index}`]);
    run.allow(['dynamodb:UpdateItem'], [claims.tableArn]);
    run.allow(['states:StartExecution'], [stateMachine.stateMachineArn]);
    new ScheduledFunction(this, 'Looks', { run, every: EVERY });
  }
}
