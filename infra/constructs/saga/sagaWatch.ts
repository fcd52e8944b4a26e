import { Duration } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { watchSagasFunction } from '../../../services/provisioning/operators/watchSagas.function.ts';
import type { StageConfig } from '../../config.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import { allowDescribing } from './executions.ts';

export type SagaWatchProps = {
  readonly config: StageConfig;
  readonly stateMachine: StateMachine;
  /** The state machine's name. */
  readonly name: string;
};

const EVERY = Duration.minutes(5);

/** Measures how long the oldest run of a saga goes on: one that waits gives no other sign. */
export class SagaWatch extends Construct {
  readonly watcher: LambdaFunction;

  constructor(scope: Construct, id: string, { config, stateMachine, name }: SagaWatchProps) {
    super(scope, id);
    const { stateMachineArn } = stateMachine;
    this.watcher = new LambdaFunction(this, 'WatchSagas', {
      config,
      declared: watchSagasFunction,
      environment: { STATE_MACHINE_ARN: stateMachineArn },
    });
    this.watcher.allow(['states:ListExecutions'], [stateMachineArn]);
    allowDescribing(this.watcher, name);
    new ScheduledFunction(this, 'Looks', { run: this.watcher, every: EVERY });
  }
}
