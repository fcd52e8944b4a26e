import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { eraseTenant, erasureNotes } from '#shared/eraseTenant.ts';
import { onEvents } from '#shared/onEvents.ts';
import { routingTable } from '#shared/routingTable.ts';
import { leavingRegistration } from './leavingRegistration.ts';
import { projectEventsFunction } from './projectEvents.function.ts';
import { projection } from './projection.ts';
import { registrationsIn } from './readRegistration.ts';
import { recordFact } from './registrationFacts.ts';
import { erasureKey } from './registrationKeys.ts';
import { registrationNames } from './registrationNames.ts';
import { makeFindableIn } from './searchTable.ts';

const {
  REGISTRATION_TABLE: tableName,
  ROUTING_TABLE,
  EVENT_BUS_NAME,
  AWS_REGION: region,
} = env(projectEventsFunction.environment);
const documents = documentClient();
const { routeOf } = routingTable(documents, ROUTING_TABLE);
const names = registrationNames(documents, tableName, registrationsIn(documents, tableName).byId);

export const handler = onEvents(projectEventsFunction, {
  ...projection({
    record: recordFact(documents, tableName),
    ...names,
    makeFindable: makeFindableIn(documents, tableName),
    routeOf,
    region,
  }),
  TenantOffboarded: eraseTenant(
    'registration',
    {
      now: () => new Date(),
      routeOf,
      notes: erasureNotes(documents, tableName, erasureKey),
      publish: publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME),
    },
    leavingRegistration({ documents, tableName, dropName: names.dropName }),
  ),
});
