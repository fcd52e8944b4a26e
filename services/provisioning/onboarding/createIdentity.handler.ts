import { task } from '#shared/task.ts';
import { StepInput } from '../saga/sagaState.ts';
import { tenantDirectory } from '../tenants/cognitoDirectory.ts';
import { createIdentity } from './createIdentity.ts';

export const handler = task(StepInput, createIdentity(tenantDirectory()));
