import { derivedEventId, timeOf } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { TenantProvisioned, TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { PermanentError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { Measure } from '#shared/measure.ts';
import { isInUse, type RemovalPorts } from '#shared/ownership.ts';
import { messageOf } from '../saga/lambdaCause.ts';
import type { FailureInput, StepInput } from '../saga/sagaState.ts';

const provenance = (input: StepInput, eventId: string) => ({
  eventId,
  occurredAt: timeOf(eventId),
  tenantId: input.tenantId,
  correlationId: input.registrationId,
  causationId: input.eventId,
});

/** Tells the world that the tenant has all it needs. */
export const publishTenantProvisioned =
  (publish: Publish, region: string) => async (input: StepInput) => {
    const { CreateIdentity: identity, WriteRoute: route } = input.results;
    if (!identity || !route) {
      throw new PermanentError('TenantProvisioned needs an identity and a route');
    }
    const { tenantId, tenantName, adminEmail, tier, deployment } = input;
    await publish(TenantProvisioned, provenance(input, route.provisionedEventId), {
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

export type FailurePorts = RemovalPorts & {
  publish: Publish;
  measure: Measure;
  /** The TenantRegistered that has claimed the tenant's id. */
  claimantOf(tenantId: string): Promise<string | undefined>;
};

/**
 * Tells the world that nothing came of it, what was undone and what could not be. A run that does not
 * own the tenant, or one that was started for a tenant in use, says nothing: the tenant is live.
 */
export const publishTenantProvisioningFailed =
  ({ publish, measure, claimantOf, routeOf }: FailurePorts) =>
  async (input: FailureInput) => {
    const { tenantId, registrationId, adminEmail, failure, undone, stuck } = input;
    if (stuck.length > 0) measure('StuckSagas', 1);
    if ((await claimantOf(tenantId)) !== input.eventId || isInUse(await routeOf(tenantId))) {
      logger.warn('nothing said of a tenant of another owner, or in use', { tenantId });
      return {};
    }
    const at = new Date(input.enteredAt);
    const eventId = derivedEventId(at, input.eventId, TenantProvisioningFailed.type);
    await publish(TenantProvisioningFailed, provenance(input, eventId), {
      tenantId,
      registrationId,
      adminEmail,
      failedStep: failure.step,
      error: { name: failure.error.Error, message: messageOf(failure.error.Cause ?? '') },
      compensated: stuck.length === 0,
      undone,
      stuck,
    });
    return {};
  };
