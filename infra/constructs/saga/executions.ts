import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

/** The state machine of this name, which may be another stack's. */
export const stateMachineArnOf = (scope: Construct, stateMachine: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: stateMachine,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** All executions of the state machine of this name. */
export const executionsArn = (scope: Construct, stateMachine: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${stateMachine}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** Lets a function look at each execution of the state machine of this name. */
export const allowDescribing = (to: LambdaFunction, stateMachine: string): void => {
  to.allow(['states:DescribeExecution'], [executionsArn(to, stateMachine)]);
  acknowledge(to.role, {
    [`IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${stateMachine}:*]`]:
      'Executions are named by events, at run time.',
  });
};
