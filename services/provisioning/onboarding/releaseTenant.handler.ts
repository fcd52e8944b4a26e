import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { ClaimEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { releaseTenant } from './claimTenant.ts';

export const handler = task(
  StepInput,
  releaseTenant(claimTable(documentClient(), env(ClaimEnv).CLAIM_TABLE)),
);
