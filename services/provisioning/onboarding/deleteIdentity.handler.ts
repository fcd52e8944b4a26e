import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { latestRoute } from '#shared/routeReader.ts';
import { task } from '#shared/task.ts';
import { RoutingTableEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { tenantDirectory } from '../tenants/cognitoDirectory.ts';
import { deleteIdentity } from './createIdentity.ts';

const routeOf = latestRoute(documentClient(), env(RoutingTableEnv).ROUTING_TABLE);

export const handler = task(StepInput, deleteIdentity(tenantDirectory(), { routeOf }));
