import { task } from '#shared/task.ts';
import { StepInput } from '../saga/sagaState.ts';
import { tenantApiKeys } from '../tenants/gatewayApiKeys.ts';
import { createApiKey } from './createApiKey.ts';

export const handler = task(StepInput, createApiKey(tenantApiKeys()));
