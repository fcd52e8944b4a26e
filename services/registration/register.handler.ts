import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ulid } from 'ulid';
import { publishAllOn } from '#events/publishAll.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { announceOn } from './announce.ts';
import { commitRegistration } from './commitRegistration.ts';
import { confirmByCode, confirmByOperator } from './confirmSignUp.ts';
import { registrationsIn } from './readRegistration.ts';
import { registerFunction } from './register.function.ts';
import { register } from './register.ts';
import { signUpsIn } from './signUpTable.ts';

const { REGISTRATION_TABLE, EVENT_BUS_NAME } = env(registerFunction.environment);
const documents = documentClient();
const publishAll = publishAllOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);
const now = () => new Date();

const ports = {
  now,
  newUlid: () => ulid(),
  commit: commitRegistration({ documents, tableName: REGISTRATION_TABLE, now }),
  announce: announceOn(publishAll, documents, REGISTRATION_TABLE),
  registration: registrationsIn(documents, REGISTRATION_TABLE).byId,
  signUps: signUpsIn(documents, REGISTRATION_TABLE, now),
};

export const handler = httpRoutes(registerFunction, {
  'POST /tenants': register(ports),
  'POST /registrations/{registrationId}/confirm': confirmByCode(ports),
  'PUT /registrations/{registrationId}/confirmation': confirmByOperator(ports),
});
