import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { claimTenant, claimTenantStep, releaseTenant } from './claimTenant.ts';
import { onboardingSaga } from './onboardingSaga.ts';

const { CLAIM_TABLE, ROUTING_TABLE } = env(claimTenantStep.environment);
const documents = documentClient();
const claims = claimTable(documents, CLAIM_TABLE);
const routeOf = routingTable(documents, ROUTING_TABLE).routeOf;

export const run = stepTask(onboardingSaga, claimTenantStep, claimTenant(claims));
export const undo = undoTask(onboardingSaga, releaseTenant({ ...claims, routeOf }));
