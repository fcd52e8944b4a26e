import { z } from 'zod';
import { TenantId } from '#events/fields.ts';
import { ControlCaller } from '#shared/caller.ts';
import { NO_TOKEN_OF_A_LIST, nextTokenOf, pageQuery } from '#shared/page.ts';
import { forbidden, problem, type Reply } from '#shared/reply.ts';
import { runsOf } from './sagaRuns.ts';
import type { SagaInput, SagaStart } from './sagaState.ts';
import { type Execution, inputOf, originOf, replayName, SagaStatus, sagaView } from './sagaView.ts';

export type SagaPorts = {
  describe(name: string): Promise<Execution | undefined>;
  /** Newest first; undefined when no list ended at `after`. */
  list(page: {
    status: SagaStatus | undefined;
    limit: number;
    after: string | undefined;
  }): Promise<{ executions: Execution[]; next: string | undefined } | undefined>;
  /** Starts a run under this name; false when the name was used before. */
  start(name: string, input: SagaStart): Promise<boolean>;
};

const caller = ControlCaller;

/** Pages end with a token of Step Functions, which takes at most this much. */
const StatesToken = z.string().min(1).max(1_024);

export const ListSagas = z.object({
  caller,
  query: pageQuery(StatesToken).extend({
    status: SagaStatus.optional(),
    tenantId: TenantId.optional(),
  }),
});
export const OneSaga = z.object({
  caller,
  params: z.object({
    executionName: z
      .string()
      .max(80)
      .regex(/^[\w.-]+$/, 'must be the name of a saga'),
  }),
});

const notFound = (name: string): Reply =>
  problem(404, 'SagaNotFound', { message: `no saga is called ${name}` });

const noSuchPage = (): Reply =>
  problem(400, 'InvalidRequest', {
    message: `nextToken ${NO_TOKEN_OF_A_LIST}`,
    fields: [{ path: 'nextToken', message: NO_TOKEN_OF_A_LIST }],
  });

const inTheWay = (message: string): Reply => problem(409, 'SagaNotReplayable', { message });

/** Sagas for operators. A page may hold fewer of one tenant than asked for: go on by its token. */
export const listSagas =
  (ports: SagaPorts) =>
  async ({ caller: by, query }: z.infer<typeof ListSagas>): Promise<Reply> => {
    if (by.userRole !== 'SystemAdmin') return forbidden();
    const { status, limit, nextToken: after, tenantId } = query;
    const page = await ports.list({ status, limit, after });
    if (!page) return noSuchPage();
    const sagas = page.executions
      .map(sagaView)
      .filter((saga) => tenantId === undefined || saga.tenantId === tenantId);
    return { status: 200, body: { sagas, nextToken: nextTokenOf(page.next) } };
  };

export const getSaga =
  (ports: SagaPorts) =>
  async ({ caller: by, params }: z.infer<typeof OneSaga>): Promise<Reply> => {
    if (by.userRole !== 'SystemAdmin') return forbidden();
    const execution = await ports.describe(params.executionName);
    return execution ? { status: 200, body: sagaView(execution) } : notFound(params.executionName);
  };

/** What a replay starts with, or the answer that there can be none now. */
const replayable = (last: Execution): { input: SagaInput } | { reply: Reply } => {
  if (last.status === 'RUNNING') return { reply: inTheWay('the saga is running') };
  if (last.status === 'SUCCEEDED') return { reply: inTheWay('the saga has succeeded') };
  const input = inputOf(last);
  return input ? { input } : { reply: inTheWay('no registration started this execution') };
};

/**
 * Runs a rolled-back saga again, as a new execution for the same tenant. Two replays at once are one,
 * because both give it the same name.
 */
export const replaySaga =
  (ports: SagaPorts) =>
  async ({ caller: by, params }: z.infer<typeof OneSaga>): Promise<Reply> => {
    if (by.userRole !== 'SystemAdmin') return forbidden();
    const { eventId } = originOf(params.executionName);
    const runs = await runsOf(ports, eventId);
    const last = runs.at(-1);
    const known = runs.some(({ name }) => name === params.executionName);
    if (!last || !known) return notFound(params.executionName);
    const again = replayable(last);
    if ('reply' in again) return again.reply;
    const executionName = replayName(eventId, runs.length);
    await ports.start(executionName, { ...again.input, replay: runs.length });
    return { status: 202, body: { executionName } };
  };
