import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { RoutingTableEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { routingTable } from '../tenants/routingTable.ts';
import { deleteRoute } from './writeRoute.ts';

const { ROUTING_TABLE } = env(RoutingTableEnv);

export const handler = task(StepInput, deleteRoute(routingTable(documentClient(), ROUTING_TABLE)));
