import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { routingTable } from '#shared/routingTable.ts';
import { noteUserFunction } from './noteUser.function.ts';
import { noteUser } from './noteUser.ts';

const { ROUTING_TABLE } = env(noteUserFunction.environment);

export const handler = onEvents(noteUserFunction, {
  UserCreated: noteUser(routingTable(documentClient(), ROUTING_TABLE)),
});
