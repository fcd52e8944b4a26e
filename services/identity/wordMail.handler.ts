import * as z from 'zod';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { textSetting } from '#shared/settings.ts';
import { task } from '#shared/task.ts';
import { personTable } from './personTable.ts';
import { wordMailFunction } from './wordMail.function.ts';
import { MailRequest, wordMail } from './wordMail.ts';

const given = env(wordMailFunction.environment);
const documents = documentClient();

export const handler = task(
  MailRequest,
  wordMail({
    people: personTable(documents, given.MEMBER_TABLE),
    latestRoute: routingTable(documents, given.ROUTING_TABLE).routeOf,
    controlApiUrl: textSetting(given.CONTROL_API_URL_PARAMETER, z.url()),
  }),
);
