import type { Run } from '#shared/declaredRoute.ts';
import { NO_TOKEN_OF_A_LIST, nextTokenOf } from '#shared/page.ts';
import { problem } from '#shared/reply.ts';
import { type ListedStatus, mergedPage } from '../saga/sagaPages.ts';
import type { SagaPorts } from '../saga/sagaPorts.ts';
import { rollbackSoFar, sagaSteps } from '../saga/sagaSteps.ts';
import { type SagaStatus, sagaView } from '../saga/sagaView.ts';
import { fewAtOnce } from './fewAtOnce.ts';
import type { sagasFunction } from './sagas.function.ts';

type Routes = (typeof sagasFunction)['routes'];

/** Which of Step Functions' statuses each of ours is. */
export const LISTED: Readonly<Record<SagaStatus, readonly ListedStatus[]>> = {
  running: ['RUNNING'],
  succeeded: ['SUCCEEDED'],
  failed: ['FAILED', 'TIMED_OUT', 'ABORTED'],
};

export const sagaNotFound = (name: string) =>
  problem(404, 'SagaNotFound', { message: `no saga is called ${name}` });

/** The answer to a token that no list of this kind gave out. */
export const noSuchPage = () =>
  problem(400, 'InvalidRequest', {
    message: `nextToken ${NO_TOKEN_OF_A_LIST}`,
    fields: [{ path: 'nextToken', message: NO_TOKEN_OF_A_LIST }],
  });

/** Sagas for operators. A page may hold fewer of one tenant than asked for: go on by its token. */
export const listSagas =
  (ports: Pick<SagaPorts, 'saga' | 'list' | 'describe'>): Run<Routes['GET /sagas']> =>
  async ({ query }) => {
    const { status, limit, nextToken: after, tenantId } = query;
    const page = await mergedPage(ports.list, status ? LISTED[status] : ['ANY'], { limit, after });
    if (!page) return noSuchPage();
    const found = await fewAtOnce(page.executions, ({ name }) => ports.describe(name));
    const sagas = found
      .filter((each) => each !== undefined)
      .map((execution) => sagaView(ports.saga, execution))
      .filter((saga) => tenantId === undefined || saga.tenantId === tenantId);
    return { status: 200, body: { sagas, nextToken: nextTokenOf(page.next) } };
  };

/** One saga, with each of its steps. */
export const getSaga =
  (
    ports: Pick<SagaPorts, 'saga' | 'describe' | 'history'>,
  ): Run<Routes['GET /sagas/{executionName}']> =>
  async ({ params }) => {
    const { executionName } = params;
    const execution = await ports.describe(executionName);
    if (!execution) return sagaNotFound(executionName);
    const steps = sagaSteps(ports.saga, await ports.history(executionName));
    return {
      status: 200,
      body: { ...rollbackSoFar(steps), ...sagaView(ports.saga, execution), steps },
    };
  };
