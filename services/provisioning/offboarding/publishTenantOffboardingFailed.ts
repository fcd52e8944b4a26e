import { derivedEventId, timeOf } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { TenantOffboardingFailed } from '#events/schemas/offboarding.ts';
import { BEGINNING } from '#events/sequence.ts';
import { logger } from '#shared/logger.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import type { RemovalPorts } from '#shared/ownership.ts';
import { PublisherEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { Rollback, SagaAnnouncement } from '../saga/defineSaga.ts';
import { messageOf } from '../saga/lambdaCause.ts';
import type { StepInput } from './offboardingInput.ts';

export const tenantOffboardingFailed = {
  name: 'PublishTenantOffboardingFailed',
  run: 'provisioning/offboarding/publishTenantOffboardingFailed',
  environment: PublisherEnv.extend({ ...MetricEnv.shape, ...RoutingTableEnv.shape }),
  customers: [],
} as const satisfies SagaAnnouncement;

export type OffboardingFailedPorts = RemovalPorts & { publish: Publish };

/** Tells that nothing came of it. Of a tenant that is gone, or that is being erased all the same, nothing is told. */
export const publishTenantOffboardingFailed =
  ({ publish, routeOf }: OffboardingFailedPorts) =>
  async (input: StepInput & Rollback) => {
    const { tenantId, registrationId, owner, failure, undone, stuck, enteredAt } = input;
    const route = await routeOf(tenantId);
    if (route?.writtenFor !== owner || route.erasedBy !== undefined) {
      logger.warn('nothing told: the tenant is gone, or being erased', { tenantId });
      return;
    }
    const cause = `${input.eventId} ${input.replay}`;
    const eventId = derivedEventId(new Date(enteredAt), cause, TenantOffboardingFailed.type);
    const provenance = {
      eventId,
      sequence: route.statusChange?.sequence ?? BEGINNING,
      occurredAt: timeOf(eventId),
      tenantId,
      correlationId: registrationId,
      causationId: input.eventId,
    };
    await publish(TenantOffboardingFailed, provenance, {
      tenantId,
      failedStep: failure.step,
      error: { name: failure.error.Error, message: messageOf(failure.error.Cause ?? '') },
      compensated: stuck.length === 0,
      undone,
      stuck,
    });
  };
