import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { latestRoute } from '#shared/routeReader.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { tenantDirectory } from '../tenants/cognitoDirectory.ts';
import { createIdentity, createIdentityStep, deleteIdentity } from './createIdentity.ts';
import { onboardingSaga } from './onboardingSaga.ts';

const settings = env(createIdentityStep.environment);
const directory = tenantDirectory(settings);
const routeOf = latestRoute(documentClient(), settings.ROUTING_TABLE);

export const run = stepTask(onboardingSaga, createIdentityStep, createIdentity(directory));
export const undo = undoTask(onboardingSaga, deleteIdentity(directory, { routeOf }));
