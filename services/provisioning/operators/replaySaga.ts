import type { ReplyTo, Run } from '#shared/declaredRoute.ts';
import { problem } from '#shared/reply.ts';
import type { SagaSubject } from '../saga/defineSaga.ts';
import { OVERTAKEN, type ReplayPorts, replayPlan } from '../saga/replayPlan.ts';
import { runsOf } from '../saga/sagaRuns.ts';
import { type Execution, originOf } from '../saga/sagaView.ts';
import type { sagasFunction } from './sagas.function.ts';
import { sagaNotFound } from './sagas.ts';

type Route = (typeof sagasFunction)['routes']['POST /sagas/{executionName}/replay'];

const notNow = (message: string) => problem(409, 'SagaNotReplayable', { message });

const runAgain = async <Input extends SagaSubject>(
  ports: ReplayPorts<Input>,
  last: Execution,
): Promise<ReplyTo<Route>> => {
  const plan = await replayPlan(ports, last);
  if (plan.kind === 'refused') return notNow(plan.reason);
  const { executionName, input, undoOnly } = plan;
  const started = await ports.start(executionName, input);
  return started ? { status: 202, body: { executionName, undoOnly } } : notNow(OVERTAKEN);
};

/**
 * Runs a saga again that came to nothing, as a new execution for the same tenant. Two replays at once
 * are one, because both give it the same name.
 */
export const replaySaga =
  <Input extends SagaSubject>(ports: ReplayPorts<Input>): Run<Route> =>
  async ({ params }) => {
    const runs = await runsOf(ports, originOf(params.executionName).eventId);
    const last = runs.at(-1);
    const known = runs.some(({ name }) => name === params.executionName);
    return last && known ? runAgain(ports, last) : sagaNotFound(params.executionName);
  };
