import { task } from '#shared/task.ts';
import { deleteApiKey } from './createApiKey.ts';
import { StepInput } from './sagaState.ts';
import { tenantApiKeys } from './tenantApiKeys.ts';

export const handler = task(StepInput, deleteApiKey(tenantApiKeys()));
