import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { projection } from './projection.ts';
import { registrationsIn } from './readRegistration.ts';
import { ReaderEnv } from './registrationEnv.ts';
import { recordFact } from './registrationFacts.ts';
import { registrationNames } from './registrationNames.ts';

const { REGISTRATION_TABLE } = env(ReaderEnv);
const documents = documentClient();
const { byId } = registrationsIn(documents, REGISTRATION_TABLE);

export const handler = onEvents(
  projection({
    record: recordFact(documents, REGISTRATION_TABLE),
    ...registrationNames(documents, REGISTRATION_TABLE, byId),
  }),
);
