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
import { claimTable } from '../tenants/claimTable.ts';
import { replaySaga } from './replaySaga.ts';
import { replaySagas } from './replaySagas.ts';
import { sagasFunction } from './sagas.function.ts';
import { getSaga, listSagas } from './sagas.ts';

const { STATE_MACHINE_ARN, ROUTING_TABLE, CLAIM_TABLE } = env(sagasFunction.environment);
const documents = documentClient();
const rules = onboardingReplay({
  ...claimTable(documents, CLAIM_TABLE),
  routeOf: routingTable(documents, ROUTING_TABLE).routeOf,
});

const ports = {
  saga: onboardingSaga,
  ...sagaExecutions<OnboardingInput>(new SFNClient(clientDefaults), STATE_MACHINE_ARN),
  ...rules,
};

export const handler = httpRoutes(sagasFunction, {
  'GET /sagas': listSagas(ports),
  'GET /sagas/{executionName}': getSaga(ports),
  'POST /sagas/replay': replaySagas(ports),
  'POST /sagas/{executionName}/replay': replaySaga(ports),
});
