import type { Publish } from '#events/publish.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { PermanentError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { routingTable } from '#shared/routingTable.ts';
import { PublisherEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { createIdentityStep } from './createIdentity.ts';
import type { StepInput } from './onboardingInput.ts';
import { provenanceOf } from './outcome.ts';
import type { writeRouteStep } from './writeRoute.ts';

export const publishTenantProvisionedStep = {
  name: 'PublishTenantProvisioned',
  run: 'provisioning/onboarding/publishTenantProvisioned',
  environment: PublisherEnv.extend(RoutingTableEnv.shape),
} as const satisfies SagaStep;

type Input = StepInput<typeof createIdentityStep | typeof writeRouteStep>;

export type AnnouncementPorts = Pick<ReturnType<typeof routingTable>, 'markAnnounced'> & {
  publish: Publish;
  region: string;
};

/**
 * Tells the world that the tenant has all it needs. Its route says so first: what may have been heard of is not
 * undone. A tenant whose route is gone by now is not announced.
 */
export const publishTenantProvisioned =
  ({ publish, region, markAnnounced }: AnnouncementPorts) =>
  async (input: Input) => {
    const { CreateIdentity: identity, WriteRoute: route } = input.results;
    if (!identity || !route) {
      throw new PermanentError('TenantProvisioned needs an identity and a route');
    }
    const { tenantId, tenantName, adminEmail, tier, deployment } = input;
    if (!(await markAnnounced(tenantId, route.provisionedEventId))) {
      logger.warn('not announced: the route of the tenant is gone', { tenantId });
      return {};
    }
    const { provisionedEventId: eventId, sequence } = route;
    await publish(TenantProvisioned, provenanceOf(input, { eventId, sequence }), {
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
