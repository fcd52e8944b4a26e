import type { Publish } from '#events/publish.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { PermanentError } from '#shared/errors.ts';
import { PublisherEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { createIdentityStep } from './createIdentity.ts';
import type { StepInput } from './onboardingInput.ts';
import { provenanceOf } from './outcome.ts';
import type { writeRouteStep } from './writeRoute.ts';

export const publishTenantProvisionedStep = {
  name: 'PublishTenantProvisioned',
  run: 'provisioning/onboarding/publishTenantProvisioned',
  environment: PublisherEnv,
} as const satisfies SagaStep;

type Input = StepInput<typeof createIdentityStep | typeof writeRouteStep>;

/** Tells the world that the tenant has all it needs. */
export const publishTenantProvisioned =
  (publish: Publish, region: string) => async (input: Input) => {
    const { CreateIdentity: identity, WriteRoute: route } = input.results;
    if (!identity || !route) {
      throw new PermanentError('TenantProvisioned needs an identity and a route');
    }
    const { tenantId, tenantName, adminEmail, tier, deployment } = input;
    await publish(TenantProvisioned, provenanceOf(input, route.provisionedEventId), {
      tenantId,
      tenantName,
      adminEmail,
      tier,
      deployment,
      region,
      ...identity,
    });
    return {};
  };
