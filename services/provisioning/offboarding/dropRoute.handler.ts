import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { dropRoute, dropRouteStep } from './dropRoute.ts';
import { erasureRoutes } from './erasureRoutes.ts';
import { offboardingSaga } from './offboardingSaga.ts';

const settings = env(dropRouteStep.environment);
const documents = documentClient();

export const run = stepTask(
  offboardingSaga,
  dropRouteStep,
  dropRoute({
    routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
    claims: claimTable(documents, settings.CLAIM_TABLE),
    routes: erasureRoutes(documents, settings.ROUTING_TABLE),
  }),
);
