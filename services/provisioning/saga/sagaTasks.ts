import * as z from 'zod';
import type { About } from '#shared/about.ts';
import { logger } from '#shared/logger.ts';
import type { Measure } from '#shared/measure.ts';
import { task } from '#shared/task.ts';
import type { ResultOf, Rollback, SagaAnnouncement, SagaStep } from './defineSaga.ts';
import { replayName } from './sagaView.ts';

type TaskInput<Input> = { taskInput: z.ZodType<Input> };

const nothing = z.object();

/** What a task is given, as far as its log lines go by it. */
const Given = z.looseObject({
  eventId: z.string(),
  tenantId: z.string(),
  replay: z.int(),
  registrationId: z.string().optional(),
});

const aboutOf = (input: unknown): About => {
  const given = Given.safeParse(input).data;
  if (!given) return {};
  const { tenantId, registrationId: correlationId, eventId, replay } = given;
  return { tenantId, correlationId, execution: replayName(eventId, replay) };
};

/** A task of a saga: each log line says whose, and of which run; the first and the last, that it began and is done. */
const sagaTask = <Input, Output>(
  schema: z.ZodType<Input>,
  run: (input: Input) => Promise<Output>,
) => {
  const logged = async (input: Input): Promise<Output> => {
    logger.info('task begins');
    const output = await run(input);
    logger.info('task done');
    return output;
  };
  return task(schema, logged, aboutOf);
};

/** A step's `run` as its function, of a step that the saga has; fails when the answer is not the result that the step declares. */
export const stepTask = <Steps extends SagaStep, Step extends Steps, Input>(
  saga: TaskInput<Input> & { steps: readonly Steps[] },
  step: Step,
  run: (input: Input) => Promise<ResultOf<Step>>,
) => {
  const result = step.result ?? nothing;
  return sagaTask(saga.taskInput, async (input) => result.parse(await run(input)));
};

/** A step's `undo` as its function. */
export const undoTask = <Input>(saga: TaskInput<Input>, undo: (input: Input) => Promise<unknown>) =>
  sagaTask(saga.taskInput, undo);

/** What announces a rollback, as its function. Measures those that left something behind, or that the customer caused. */
export const failureTask = <Input extends Rollback>(
  saga: { failureInput: z.ZodType<Input>; failed: Pick<SagaAnnouncement, 'customers'> },
  measure: Measure,
  announce: (input: Input) => Promise<unknown>,
) =>
  sagaTask(saga.failureInput, (input) => {
    if (input.stuck.length > 0) measure('StuckSagas', 1);
    if (saga.failed.customers.includes(input.failure.error.Error)) measure('CustomersFailures', 1);
    return announce(input);
  });
