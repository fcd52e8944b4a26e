import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { latestRoute } from '#shared/routeReader.ts';
import { task } from '#shared/task.ts';
import { ClaimReleaseEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { releaseTenant } from './claimTenant.ts';

const { CLAIM_TABLE, ROUTING_TABLE } = env(ClaimReleaseEnv);
const documents = documentClient();

export const handler = task(
  StepInput,
  releaseTenant({
    release: claimTable(documents, CLAIM_TABLE).release,
    routeOf: latestRoute(documents, ROUTING_TABLE),
  }),
);
