import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { pacedStart } from '../saga/startTimes.ts';
import { startClock } from '../tenants/paceClock.ts';
import { erasureRoutes } from './erasureRoutes.ts';
import type { OffboardingInput } from './offboardingInput.ts';
import { startLifecycleFunction } from './startLifecycle.function.ts';
import { startLifecycle } from './startLifecycle.ts';

const settings = env(startLifecycleFunction.environment);
const documents = documentClient();
const client = new SFNClient(clientDefaults);
const { start } = sagaExecutions<OffboardingInput>(client, settings.STATE_MACHINE_ARN);

export const handler = startLifecycle({
  routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
  routes: erasureRoutes(documents, settings.ROUTING_TABLE),
  start: pacedStart(startClock(documents, settings), start),
  protectedByDefault: settings.TENANT_PROTECTION === 'ACTIVE',
  newUlid: () => ulid(),
  now: () => new Date(),
});
