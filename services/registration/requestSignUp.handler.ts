import { ulid } from 'ulid';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { newCode } from '../mail/mailedCode.ts';
import { outboxOn } from '../mail/outbox.ts';
import { registrationsIn } from './readRegistration.ts';
import { requestedSignUps } from './requestedSignUps.ts';
import { requestSignUpFunction } from './requestSignUp.function.ts';
import { requestSignUp } from './requestSignUp.ts';
import { signUpsIn } from './signUpTable.ts';

const given = env(requestSignUpFunction.environment);
const documents = documentClient();
const tableName = given.REGISTRATION_TABLE;
const now = () => new Date();

const run = requestSignUp({
  now,
  newUlid: () => ulid(),
  newCode,
  selfService: given.SELF_SERVICE_TIERS,
  signUp: signUpsIn(documents, tableName, now).read,
  requests: requestedSignUps({ documents, tableName, mailTableName: given.MAIL_TABLE, now }),
  registration: registrationsIn(documents, tableName).byId,
  send: outboxOn(documents, given).send,
});

export const handler = httpRoutes(requestSignUpFunction, { 'POST /registrations': run });
