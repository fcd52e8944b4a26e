import { defineSaga, type TaskOf } from '../saga/defineSaga.ts';
import { beginErasureStep } from './beginErasure.ts';
import { dropApiKeyStep } from './dropApiKey.ts';
import { dropDataStoreStep } from './dropDataStore.ts';
import { dropIdentityStep } from './dropIdentity.ts';
import { dropRouteStep } from './dropRoute.ts';
import { eraseRowsStep } from './eraseRows.ts';
import { OffboardingInput } from './offboardingInput.ts';
import { proveErasedStep } from './proveErased.ts';
import { publishTenantOffboardedStep } from './publishTenantOffboarded.ts';
import { tenantOffboardingFailed } from './publishTenantOffboardingFailed.ts';
import { sealTenantStep } from './sealTenant.ts';

/**
 * What a tenant leaves by, in order. First nobody gets in any more, and what is under way ends; then there is a
 * point of no return, after which everything is tried until it succeeds. What names the tenant goes last.
 */
export const offboardingSaga = defineSaga({
  name: 'offboarding',
  input: OffboardingInput,
  steps: [
    sealTenantStep,
    beginErasureStep,
    eraseRowsStep,
    dropDataStoreStep,
    dropApiKeyStep,
    dropIdentityStep,
    proveErasedStep,
    dropRouteStep,
    publishTenantOffboardedStep,
  ],
  failed: tenantOffboardingFailed,
});

/** Every task of the offboarding saga: each is one function. */
export type OffboardingTask = TaskOf<typeof offboardingSaga>;
