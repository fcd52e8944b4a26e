import type { Construct } from 'constructs';
import type { SagaAnnouncement, SagaStep } from '../../../services/provisioning/saga/defineSaga.ts';
import { LambdaFunction, type LambdaFunctionProps } from '../lambdaFunction.ts';

/** What a task's function is given by its deployment. */
export type TaskDeployment<Task extends SagaStep | SagaAnnouncement> = Pick<
  LambdaFunctionProps<Task['environment']>,
  'config' | 'environment' | 'timeoutSeconds'
>;

/** The function that runs a step, or that announces a rollback. */
export const runFunction = <Task extends SagaStep | SagaAnnouncement>(
  scope: Construct,
  { name, run, environment }: Task,
  deployment: TaskDeployment<Task>,
): LambdaFunction<Task['environment']> =>
  new LambdaFunction(scope, name, {
    declared: { handler: `${run}.run`, environment },
    ...deployment,
  });

/** The function that undoes a step: of the same bundle, by a role of its own. */
export const undoFunction = <Step extends SagaStep & { undo: string }>(
  scope: Construct,
  { undo, run, environment }: Step,
  deployment: TaskDeployment<Step>,
): LambdaFunction<Step['environment']> =>
  new LambdaFunction(scope, undo, {
    declared: { handler: `${run}.undo`, environment },
    ...deployment,
  });
