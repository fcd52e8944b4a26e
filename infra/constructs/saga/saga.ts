import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { SagaDefinition, TaskOf } from '../../../services/provisioning/saga/defineSaga.ts';
import type { StageConfig } from '../../config.ts';
import { acknowledge } from '../acknowledge.ts';
import { sagaDefinition } from './sagaDefinition.ts';
import { SagaMetrics } from './sagaMetrics.ts';
import { SagaWatch } from './sagaWatch.ts';

/** The function behind a task. */
export type TaskFunction = { readonly function: IFunction; readonly timeoutSeconds: number };

export type SagaProps<Definition extends SagaDefinition> = {
  readonly config: StageConfig;
  /** The state machine's name. */
  readonly name: string;
  readonly saga: Definition;
  readonly functions: Readonly<Record<TaskOf<Definition>, TaskFunction>>;
};

/** Longer than the function's own timeout, so that the function's own words are heard first. */
const GRACE_SECONDS = 5;

/** A Standard state machine that runs a saga's steps and undoes them when one fails, with its watch. */
export class Saga<Definition extends SagaDefinition> extends Construct {
  readonly stateMachine: StateMachine;
  readonly metrics: SagaMetrics;
  readonly saga: Definition;

  constructor(scope: Construct, id: string, props: SagaProps<Definition>) {
    super(scope, id);
    this.saga = props.saga;
    const functions = new Map<string, TaskFunction>(Object.entries(props.functions));
    const functionOf = (name: string): TaskFunction => {
      const found = functions.get(name);
      if (!found) throw new Error(`the saga ${props.saga.name} has no function for ${name}`);
      return found;
    };
    const { partition } = Stack.of(this);
    const definition = sagaDefinition(props.saga, (name) => {
      const { function: task, timeoutSeconds } = functionOf(name);
      const { functionArn } = task;
      return { partition, functionArn, timeoutSeconds: timeoutSeconds + GRACE_SECONDS };
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: props.name,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      tracingEnabled: true,
      logs: { destination: this.logGroup(props), level: LogLevel.ALL, includeExecutionData: false },
    });
    const resources = [...functions.values()].map(({ function: task }) => task.functionArn);
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources }),
    );
    acknowledge(this.stateMachine, {
      'IAM5[Resource::*]': 'Log delivery and X-Ray have no resources to name.',
    });
    const { stateMachine } = this;
    const { config, name } = props;
    const { watcher } = new SagaWatch(this, 'Watch', { config, name, stateMachine });
    this.metrics = new SagaMetrics(stateMachine, {
      announcement: functionOf(props.saga.failed.name).function,
      watcher: watcher.function,
    });
  }

  private logGroup({ config, saga }: SagaProps<Definition>): LogGroup {
    return new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${config.stage}-${saga.name}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
