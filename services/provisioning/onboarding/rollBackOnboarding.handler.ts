import { SFNClient } from '@aws-sdk/client-sfn';
import { UserCreationFailed } from '#events/schemas/identity.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { on, onEvents } from '#shared/onEvents.ts';
import { latestRoute } from '#shared/routeReader.ts';
import { RollbackEnv } from '../provisioningEnv.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { rollBackOnboarding } from './rollBackOnboarding.ts';

const { STATE_MACHINE_ARN, ROUTING_TABLE } = env(RollbackEnv);

const run = rollBackOnboarding({
  ...sagaExecutions(new SFNClient(clientDefaults), STATE_MACHINE_ARN),
  routeOf: latestRoute(documentClient(), ROUTING_TABLE),
});

export const handler = onEvents([on(UserCreationFailed, run)]);
