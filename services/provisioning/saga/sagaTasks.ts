import * as z from 'zod';
import type { Measure } from '#shared/measure.ts';
import { task } from '#shared/task.ts';
import type { ResultOf, Rollback, SagaAnnouncement, SagaStep } from './defineSaga.ts';

type TaskInput<Input> = { taskInput: z.ZodType<Input> };

const nothing = z.object();

/** A step's `run` as its function, of a step that the saga has; fails when the answer is not the result that the step declares. */
export const stepTask = <Steps extends SagaStep, Step extends Steps, Input>(
  saga: TaskInput<Input> & { steps: readonly Steps[] },
  step: Step,
  run: (input: Input) => Promise<ResultOf<Step>>,
) => {
  const result = step.result ?? nothing;
  return task(saga.taskInput, async (input) => result.parse(await run(input)));
};

/** A step's `undo` as its function. */
export const undoTask = <Input>(saga: TaskInput<Input>, undo: (input: Input) => Promise<unknown>) =>
  task(saga.taskInput, undo);

/** What announces a rollback, as its function. Measures those that left something behind, or that the customer caused. */
export const failureTask = <Input extends Rollback>(
  saga: { failureInput: z.ZodType<Input>; failed: Pick<SagaAnnouncement, 'customers'> },
  measure: Measure,
  announce: (input: Input) => Promise<unknown>,
) =>
  task(saga.failureInput, (input) => {
    if (input.stuck.length > 0) measure('StuckSagas', 1);
    if (saga.failed.customers.includes(input.failure.error.Error)) measure('CustomersFailures', 1);
    return announce(input);
  });
