import { task } from '#shared/task.ts';
import { deleteIdentity } from './createIdentity.ts';
import { StepInput } from './sagaState.ts';
import { tenantDirectory } from './tenantDirectory.ts';

export const handler = task(StepInput, deleteIdentity(tenantDirectory()));
