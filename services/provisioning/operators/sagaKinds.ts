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

/** The routes for all kinds: lists are of one, and one saga is looked for in each. */
export const routesOfKinds = (kinds: Readonly<Record<SagaKind, Routes>>): Routes => ({
  'GET /sagas': (request) => kinds[request.query.kind]['GET /sagas'](request),
  async 'GET /sagas/{executionName}'(request) {
    for (const routes of Object.values(kinds)) {
      const reply = await routes['GET /sagas/{executionName}'](request);
      if (reply.status !== 404) return reply;
    }
    return sagaNotFound(request.params.executionName);
  },
  'POST /sagas/replay': (request) => kinds[request.body.kind]['POST /sagas/replay'](request),
  async 'POST /sagas/{executionName}/replay'(request) {
    for (const routes of Object.values(kinds)) {
      const reply = await routes['POST /sagas/{executionName}/replay'](request);
      if (reply.status !== 404) return reply;
    }
    return sagaNotFound(request.params.executionName);
  },
});
