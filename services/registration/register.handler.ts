import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ulid } from 'ulid';
import { publishAllOn } from '#events/publishAll.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { announceOn } from './announce.ts';
import { commitRegistration } from './commitRegistration.ts';
import { registerFunction } from './register.function.ts';
import { register } from './register.ts';

const { REGISTRATION_TABLE, EVENT_BUS_NAME } = env(registerFunction.environment);
const documents = documentClient();
const publishAll = publishAllOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);
const now = () => new Date();

const run = register({
  now,
  newUlid: () => ulid(),
  commit: commitRegistration({ documents, tableName: REGISTRATION_TABLE, now }),
  announce: announceOn(publishAll, documents, REGISTRATION_TABLE),
});

export const handler = httpRoutes(registerFunction, { 'POST /registrations': run });
