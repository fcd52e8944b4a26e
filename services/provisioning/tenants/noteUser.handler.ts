import { UserCreated } from '#events/schemas/identity.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { on, onEvents } from '#shared/onEvents.ts';
import { RoutingTableEnv } from '../provisioningEnv.ts';
import { noteUser } from './noteUser.ts';
import { routingTable } from './routingTable.ts';

const run = noteUser(routingTable(documentClient(), env(RoutingTableEnv).ROUTING_TABLE));

export const handler = onEvents([on(UserCreated, run)]);
