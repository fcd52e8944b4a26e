import { task } from '#shared/task.ts';
import { createApiKey } from './createApiKey.ts';
import { StepInput } from './sagaState.ts';
import { tenantApiKeys } from './tenantApiKeys.ts';

export const handler = task(StepInput, createApiKey(tenantApiKeys()));
