import { z } from 'zod';
import { TenantId } from '#events/fields.ts';
import { ControlCaller } from '#shared/caller.ts';
import { nextTokenOf, PageQuery } from '#shared/page.ts';
import { forbidden, problem, type Reply } from '#shared/reply.ts';
import type { SagaInput } from './sagaState.ts';
import { type Execution, inputOf, originOf, replayName, SagaStatus, sagaView } from './sagaView.ts';

export type SagaPorts = {
  describe(name: string): Promise<Execution | undefined>;
  /** Newest first. */
  list(page: {
    status: SagaStatus | undefined;
    limit: number;
    after: string | undefined;
  }): Promise<{ executions: Execution[]; next: string | undefined }>;
  start(name: string, input: SagaInput): Promise<void>;
};

const caller = ControlCaller;

export const ListSagas = z.object({
  caller,
  query: PageQuery.extend({ status: SagaStatus.optional(), tenantId: TenantId.optional() }),
});
export const OneSaga = z.object({
  caller,
  params: z.object({ executionName: z.string().min(1).max(80) }),
});

const notFound = (name: string): Reply =>
  problem(404, 'SagaNotFound', { message: `no saga is called ${name}` });

const inTheWay = (message: string): Reply => problem(409, 'SagaNotReplayable', { message });

/** Sagas for operators. A page may hold fewer of one tenant than asked for: go on by its token. */
export const listSagas =
  (ports: SagaPorts) =>
  async ({ caller: by, query }: z.infer<typeof ListSagas>): Promise<Reply> => {
    if (by.userRole !== 'SystemAdmin') return forbidden();
    const { status, limit, nextToken: after, tenantId } = query;
    const { executions, next } = await ports.list({ status, limit, after });
    const sagas = executions
      .map(sagaView)
      .filter((saga) => tenantId === undefined || saga.tenantId === tenantId);
    return { status: 200, body: { sagas, nextToken: nextTokenOf(next) } };
  };

export const getSaga =
  (ports: SagaPorts) =>
  async ({ caller: by, params }: z.infer<typeof OneSaga>): Promise<Reply> => {
    if (by.userRole !== 'SystemAdmin') return forbidden();
    const execution = await ports.describe(params.executionName);
    return execution ? { status: 200, body: sagaView(execution) } : notFound(params.executionName);
  };

/** All runs of one registration's saga, oldest first. */
const runsOf = async (ports: SagaPorts, eventId: string): Promise<Execution[]> => {
  const runs: Execution[] = [];
  for (;;) {
    const run = await ports.describe(replayName(eventId, runs.length));
    if (!run) return runs;
    runs.push(run);
  }
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
    if (!last) return notFound(params.executionName);
    if (last.status === 'RUNNING') return inTheWay('the saga is running');
    if (last.status === 'SUCCEEDED') return inTheWay('the saga has succeeded');
    const executionName = replayName(eventId, runs.length);
    await ports.start(executionName, inputOf(last));
    return { status: 202, body: { executionName } };
  };
