import * as z from 'zod';
import { documentClient } from '#shared/documents.ts';
import { eachQueued } from '#shared/eachQueued.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { textSetting } from '#shared/settings.ts';
import { outboxOn } from '../../mail/outbox.ts';
import { memberTable } from '../memberTable.ts';
import { remindFunction } from './remind.function.ts';
import { ReminderRequest, remind } from './remind.ts';
import { remindersIn } from './reminderTable.ts';

const given = env(remindFunction.environment);
const documents = documentClient();

const run = remind({
  ofAddress: memberTable(documents, given.MEMBER_TABLE).ofAddress,
  route: routingTable(documents, given.ROUTING_TABLE).routeOf,
  controlApiUrl: textSetting(given.CONTROL_API_URL_PARAMETER, z.url()),
  outbox: outboxOn(documents, given),
  reminders: remindersIn(documents, given.MEMBER_TABLE, () => new Date()),
});

export const handler = eachQueued(async (request) => run(ReminderRequest.parse(request)));
