import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { SagaStep } from '../../../services/provisioning/onboarding/onboardingSaga.ts';
import type { StageConfig } from '../../config.ts';
import { acknowledge } from '../acknowledge.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { sagaDefinition } from './sagaDefinition.ts';

export type SagaProps<Task extends string> = {
  readonly config: StageConfig;
  readonly name: string;
  readonly steps: readonly SagaStep[];
  /** The task that announces a rollback. */
  readonly failed: Task;
  readonly functions: Readonly<Record<Task, LambdaFunction>>;
};

/** Longer than the function's own timeout, so that the function's own words are heard first. */
const GRACE_SECONDS = 5;

/** A Standard state machine that runs a saga's steps and undoes them when one fails. */
export class Saga<Task extends string> extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: SagaProps<Task>) {
    super(scope, id);
    const functions = new Map<string, LambdaFunction>(Object.entries(props.functions));
    const definition = sagaDefinition(props.steps, props.failed, (name) => {
      const found = functions.get(name);
      if (!found) throw new Error(`the saga has no function for its task ${name}`);
      const { function: resource, timeoutSeconds } = found;
      return { functionArn: resource.functionArn, timeoutSeconds: timeoutSeconds + GRACE_SECONDS };
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
  }

  private logGroup({ config }: SagaProps<Task>): LogGroup {
    return new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${config.stage}-onboarding`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
