import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { TenantProvisioned, TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { PermanentError } from '#shared/errors.ts';
import type { Measure } from '#shared/measure.ts';
import { messageOf } from '../saga/lambdaCause.ts';
import type { FailureInput, StepInput } from '../saga/sagaState.ts';

const provenance = (input: StepInput, eventType: string) => ({
  eventId: derivedEventId(new Date(input.enteredAt), input.eventId, eventType),
  occurredAt: input.enteredAt,
  tenantId: input.tenantId,
  correlationId: input.registrationId,
  causationId: input.eventId,
});

/** Tells the world that the tenant has all it needs. */
export const publishTenantProvisioned =
  (publish: Publish, region: string) => async (input: StepInput) => {
    const identity = input.results.CreateIdentity;
    if (!identity) throw new PermanentError('TenantProvisioned needs an identity');
    const { tenantId, tenantName, adminEmail, tier, deployment } = input;
    await publish(TenantProvisioned, provenance(input, TenantProvisioned.type), {
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

/** Tells the world that nothing came of it, what was undone and what could not be. */
export const publishTenantProvisioningFailed =
  (publish: Publish, measure: Measure) => async (input: FailureInput) => {
    const { tenantId, registrationId, adminEmail, failure, undone, stuck } = input;
    const { type } = TenantProvisioningFailed;
    await publish(TenantProvisioningFailed, provenance(input, type), {
      tenantId,
      registrationId,
      adminEmail,
      failedStep: failure.step,
      error: { name: failure.error.Error, message: messageOf(failure.error.Cause ?? '') },
      compensated: stuck.length === 0,
      undone,
      stuck,
    });
    if (stuck.length > 0) measure('StuckSagas', 1);
    return {};
  };
