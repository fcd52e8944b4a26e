import type { Runs } from '#shared/declaredRoute.ts';
import type { SagaSubject } from '../saga/defineSaga.ts';
import type { ReplayPorts } from '../saga/replayPlan.ts';
import { replaySaga } from './replaySaga.ts';
import { replaySagas } from './replaySagas.ts';
import type { SagaKind } from './sagaRequests.ts';
import type { sagasFunction } from './sagas.function.ts';
import { getSaga, listSagas, sagaNotFound } from './sagas.ts';

type Routes = Runs<(typeof sagasFunction)['routes']>;

/** The operators' routes for the sagas of one kind. */
export const sagaRoutes = <Input extends SagaSubject>(ports: ReplayPorts<Input>): Routes => ({
  'GET /sagas': listSagas(ports),
  'GET /sagas/{executionName}': getSaga(ports),
  'POST /sagas/replay': replaySagas(ports),
  'POST /sagas/{executionName}/replay': replaySaga(ports),
});

/** The answer of the first kind that knows the saga; `unknown` where none does. */
const firstToKnow = async <Reply extends { status: number }>(
  kinds: readonly Routes[],
  ask: (routes: Routes) => Promise<Reply>,
  unknown: Reply,
): Promise<Reply> => {
  for (const routes of kinds) {
    const reply = await ask(routes);
    if (reply.status !== 404) return reply;
  }
  return unknown;
};

/** The routes for all kinds: lists are of one, and one saga is looked for in each. */
export const routesOfKinds = (kinds: Readonly<Record<SagaKind, Routes>>): Routes => ({
  'GET /sagas': (request) => kinds[request.query.kind]['GET /sagas'](request),
  'GET /sagas/{executionName}': (request) =>
    firstToKnow(
      Object.values(kinds),
      (routes) => routes['GET /sagas/{executionName}'](request),
      sagaNotFound(request.params.executionName),
    ),
  'POST /sagas/replay': (request) => kinds[request.body.kind]['POST /sagas/replay'](request),
  'POST /sagas/{executionName}/replay': (request) =>
    firstToKnow(
      Object.values(kinds),
      (routes) => routes['POST /sagas/{executionName}/replay'](request),
      sagaNotFound(request.params.executionName),
    ),
});
