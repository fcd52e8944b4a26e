import { SFNClient } from '@aws-sdk/client-sfn';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { routingTable } from '#shared/routingTable.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { rollBackOnboardingFunction } from './rollBackOnboarding.function.ts';
import { rollBackOnboarding } from './rollBackOnboarding.ts';

const { STATE_MACHINE_ARN, ROUTING_TABLE } = env(rollBackOnboardingFunction.environment);

const UserCreationFailed = rollBackOnboarding({
  ...sagaExecutions(new SFNClient(clientDefaults), STATE_MACHINE_ARN),
  ...routingTable(documentClient(), ROUTING_TABLE),
});

export const handler = onEvents(rollBackOnboardingFunction, { UserCreationFailed });
