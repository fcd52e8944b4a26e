import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { routingTable } from '#shared/routingTable.ts';
import { projectEventsFunction } from './projectEvents.function.ts';
import { projection } from './projection.ts';
import { registrationsIn } from './readRegistration.ts';
import { recordFact } from './registrationFacts.ts';
import { registrationNames } from './registrationNames.ts';
import { makeFindableIn } from './searchTable.ts';

const {
  REGISTRATION_TABLE,
  ROUTING_TABLE,
  AWS_REGION: region,
} = env(projectEventsFunction.environment);
const documents = documentClient();
const { byId } = registrationsIn(documents, REGISTRATION_TABLE);

export const handler = onEvents(
  projectEventsFunction,
  projection({
    record: recordFact(documents, REGISTRATION_TABLE),
    ...registrationNames(documents, REGISTRATION_TABLE, byId),
    makeFindable: makeFindableIn(documents, REGISTRATION_TABLE),
    routeOf: routingTable(documents, ROUTING_TABLE).routeOf,
    region,
  }),
);
