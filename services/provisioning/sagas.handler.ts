import { SFNClient } from '@aws-sdk/client-sfn';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { httpRoutes, route } from '#shared/httpRoute.ts';
import { StateMachineEnv } from './provisioningEnv.ts';
import { sagaExecutions } from './sagaExecutions.ts';
import { getSaga, ListSagas, listSagas, OneSaga, replaySaga } from './sagas.ts';

const ports = sagaExecutions(new SFNClient(clientDefaults), env(StateMachineEnv).STATE_MACHINE_ARN);

export const handler = httpRoutes({
  'GET /sagas': route(ListSagas, listSagas(ports)),
  'GET /sagas/{executionName}': route(OneSaga, getSaga(ports)),
  'POST /sagas/{executionName}/replay': route(OneSaga, replaySaga(ports)),
});
