import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { relayMailFunction } from './relayMail.function.ts';
import { relayMail, unsentIn } from './relayMail.ts';
import { dropMailIn, sendMailOn } from './sendMail.ts';

const given = env(relayMailFunction.environment);
const documents = documentClient();

export const handler = relayMail({
  now: () => new Date(),
  measure: measureAs(given.AWS_LAMBDA_FUNCTION_NAME),
  unsent: unsentIn(documents, given),
  send: sendMailOn(documents, given),
  drop: dropMailIn(documents, given),
});
