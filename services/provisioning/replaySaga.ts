import type { z } from 'zod';
import { forbidden, problem, type Reply } from '#shared/reply.ts';
import { type ReplayPorts, replayPlan, runsOf } from './replayPlan.ts';
import { type OneSaga, sagaNotFound } from './sagas.ts';

/**
 * Runs a saga again that came to nothing, as a new execution for the same tenant. Two replays at once
 * are one, because both give it the same name.
 */
export const replaySaga =
  (ports: ReplayPorts) =>
  async ({ caller, params }: z.infer<typeof OneSaga>): Promise<Reply> => {
    if (caller.userRole !== 'SystemAdmin') return forbidden();
    const runs = await runsOf(ports, params.executionName);
    const last = runs.at(-1);
    const known = runs.some(({ name }) => name === params.executionName);
    if (!last || !known) return sagaNotFound(params.executionName);
    const plan = await replayPlan(ports, last);
    if (plan.kind === 'refused') return problem(409, 'SagaNotReplayable', { message: plan.reason });
    const { executionName, input, undoOnly } = plan;
    await ports.start(executionName, input);
    return { status: 202, body: { executionName, undoOnly } };
  };
