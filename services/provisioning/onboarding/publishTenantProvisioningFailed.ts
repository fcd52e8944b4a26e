import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { sequenceOf } from '#events/sequence.ts';
import { customersFailures } from '#shared/customersFailures.ts';
import { logger } from '#shared/logger.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import { isProtected, type RemovalPorts } from '#shared/ownership.ts';
import { ClaimEnv, PublisherEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { Rollback, SagaAnnouncement } from '../saga/defineSaga.ts';
import { toldRollback } from '../saga/toldRollback.ts';
import type { StepInput } from './onboardingInput.ts';
import { provenanceOf } from './outcome.ts';

export const tenantProvisioningFailed = {
  name: 'PublishTenantProvisioningFailed',
  run: 'provisioning/onboarding/publishTenantProvisioningFailed',
  environment: PublisherEnv.extend({
    ...MetricEnv.shape,
    ...ClaimEnv.shape,
    ...RoutingTableEnv.shape,
  }),
  customers: [...customersFailures.keys()],
} as const satisfies SagaAnnouncement;

export type FailurePorts = RemovalPorts & {
  publish: Publish;
  /** The TenantRegistered that has claimed the tenant's id. */
  claimantOf(tenantId: string): Promise<string | undefined>;
};

/**
 * Tells the world that nothing came of it, what was undone and what could not be. A run that does not
 * own the tenant, or one that was started for a tenant in use, says nothing: the tenant is live.
 */
export const publishTenantProvisioningFailed =
  ({ publish, claimantOf, routeOf }: FailurePorts) =>
  async (input: StepInput & Rollback) => {
    const { tenantId, registrationId, adminEmail } = input;
    if ((await claimantOf(tenantId)) !== input.eventId || isProtected(await routeOf(tenantId))) {
      logger.warn('nothing said of a tenant of another owner, or in use', { tenantId });
      return;
    }
    const at = new Date(input.enteredAt);
    const eventId = derivedEventId(at, input.eventId, TenantProvisioningFailed.type);
    const sequence = sequenceOf(input.replay, 'failed');
    await publish(TenantProvisioningFailed, provenanceOf(input, { eventId, sequence }), {
      tenantId,
      registrationId,
      adminEmail,
      ...toldRollback(input),
    });
  };
