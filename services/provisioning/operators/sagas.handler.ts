import { SFNClient } from '@aws-sdk/client-sfn';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { routingTable } from '#shared/routingTable.ts';
import type { OnboardingInput } from '../onboarding/onboardingInput.ts';
import { onboardingReplay } from '../onboarding/onboardingReplay.ts';
import { onboardingSaga } from '../onboarding/onboardingSaga.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { pacedStart } from '../saga/startTimes.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { startClock } from '../tenants/paceClock.ts';
import { replaySaga } from './replaySaga.ts';
import { replaySagas } from './replaySagas.ts';
import { sagasFunction } from './sagas.function.ts';
import { getSaga, listSagas } from './sagas.ts';

const settings = env(sagasFunction.environment);
const documents = documentClient();
const rules = onboardingReplay({
  ...claimTable(documents, settings.CLAIM_TABLE),
  routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
});

const executions = sagaExecutions<OnboardingInput>(
  new SFNClient(clientDefaults),
  settings.STATE_MACHINE_ARN,
);

const ports = {
  saga: onboardingSaga,
  ...executions,
  start: pacedStart(startClock(documents, settings), executions.start),
  ...rules,
};

export const handler = httpRoutes(sagasFunction, {
  'GET /sagas': listSagas(ports),
  'GET /sagas/{executionName}': getSaga(ports),
  'POST /sagas/replay': replaySagas(ports),
  'POST /sagas/{executionName}/replay': replaySaga(ports),
});
