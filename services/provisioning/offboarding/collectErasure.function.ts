import { TenantDataErased } from '#events/schemas/offboarding.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { ErasureEnv } from '../provisioningEnv.ts';

export const collectErasureFunction = defineFunction({
  handler: 'provisioning/offboarding/collectErasure',
  environment: ErasureEnv,
  consumes: { TenantDataErased },
});
