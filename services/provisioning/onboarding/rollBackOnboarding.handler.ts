import { SFNClient } from '@aws-sdk/client-sfn';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { routingTable } from '#shared/routingTable.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { pacedStart } from '../saga/startTimes.ts';
import { startClock } from '../tenants/paceClock.ts';
import type { OnboardingInput } from './onboardingInput.ts';
import { rollBackOnboardingFunction } from './rollBackOnboarding.function.ts';
import { rollBackOnboarding } from './rollBackOnboarding.ts';

const settings = env(rollBackOnboardingFunction.environment);
const documents = documentClient();
const executions = sagaExecutions<OnboardingInput>(
  new SFNClient(clientDefaults),
  settings.STATE_MACHINE_ARN,
);

const UserCreationFailed = rollBackOnboarding({
  describe: executions.describe,
  start: pacedStart(startClock(documents, settings), executions.start),
  ...routingTable(documents, settings.ROUTING_TABLE),
});

export const handler = onEvents(rollBackOnboardingFunction, { UserCreationFailed });
