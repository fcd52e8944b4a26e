import * as z from 'zod';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { textSetting } from '#shared/settings.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { keyValues } from '../tenants/keyValues.ts';
import { tableNames } from '../tenants/tenantResources.ts';
import { onboardingSaga } from './onboardingSaga.ts';
import { deleteRoute, writeRoute, writeRouteStep } from './writeRoute.ts';

const settings = env(writeRouteStep.environment);
const documents = documentClient();
const pooledTable = textSetting(settings.POOLED_TABLE_PARAMETER, z.string().min(1));

const ports = {
  ...routingTable(documents, settings.ROUTING_TABLE),
  keyValue: keyValues(documents, settings.CLAIM_TABLE).read,
  tableName: tableNames(settings.RESOURCE_PREFIX, pooledTable),
};

export const run = stepTask(onboardingSaga, writeRouteStep, writeRoute(ports));
export const undo = undoTask(onboardingSaga, deleteRoute(ports));
