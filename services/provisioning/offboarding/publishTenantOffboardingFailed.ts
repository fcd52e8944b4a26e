import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { TenantOffboardingFailed } from '#events/schemas/offboarding.ts';
import { BEGINNING } from '#events/sequence.ts';
import { logger } from '#shared/logger.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import type { RemovalPorts } from '#shared/ownership.ts';
import { provenanceOf } from '../onboarding/outcome.ts';
import { PublisherEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { Rollback, SagaAnnouncement } from '../saga/defineSaga.ts';
import { toldRollback } from '../saga/toldRollback.ts';
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
    const { tenantId, owner, enteredAt } = input;
    const route = await routeOf(tenantId);
    if (route?.writtenFor !== owner || route.erasedBy !== undefined) {
      logger.warn('nothing told: the tenant is gone, or being erased', { tenantId });
      return;
    }
    const cause = `${input.eventId} ${input.replay}`;
    const eventId = derivedEventId(new Date(enteredAt), cause, TenantOffboardingFailed.type);
    const sequence = route.statusChange?.sequence ?? BEGINNING;
    await publish(TenantOffboardingFailed, provenanceOf(input, { eventId, sequence }), {
      tenantId,
      ...toldRollback(input),
    });
  };
