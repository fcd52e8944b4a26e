import { defineSaga, type TaskOf } from '../saga/defineSaga.ts';
import { claimTenantStep } from './claimTenant.ts';
import { createApiKeyStep } from './createApiKey.ts';
import { createDataStoreStep } from './createDataStore.ts';
import { createIdentityStep } from './createIdentity.ts';
import { OnboardingInput } from './onboardingInput.ts';
import { publishTenantProvisionedStep } from './publishTenantProvisioned.ts';
import { tenantProvisioningFailed } from './publishTenantProvisioningFailed.ts';
import { writeRouteStep } from './writeRoute.ts';

/**
 * What turns a registration into a tenant, in order; undone in reverse from the step that failed.
 * Once the route is there, the tenant is made: its event may be out although the answer was lost, and
 * no subscriber may hear of a tenant that is then taken back for that.
 */
export const onboardingSaga = defineSaga({
  name: 'onboarding',
  input: OnboardingInput,
  steps: [
    claimTenantStep,
    createIdentityStep,
    createApiKeyStep,
    createDataStoreStep,
    writeRouteStep,
    publishTenantProvisionedStep,
  ],
  failed: tenantProvisioningFailed,
});

/** Every task of the onboarding saga: each is one function. */
export type OnboardingTask = TaskOf<typeof onboardingSaga>;
