import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { claimTable } from './claimTable.ts';
import { claimTenant } from './claimTenant.ts';
import { ClaimEnv } from './provisioningEnv.ts';
import { StepInput } from './sagaState.ts';

export const handler = task(
  StepInput,
  claimTenant(claimTable(documentClient(), env(ClaimEnv).CLAIM_TABLE)),
);
