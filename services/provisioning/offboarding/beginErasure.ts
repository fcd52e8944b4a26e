import { Deployment, Tier } from '#events/fields.ts';
import { PermanentError } from '#shared/errors.ts';
import type { RemovalPorts } from '#shared/ownership.ts';
import { ErasureEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { Receipts } from './erasureReceipt.ts';
import type { erasureRoutes } from './erasureRoutes.ts';
import type { StepInput } from './offboardingInput.ts';
import type { sealTenantStep } from './sealTenant.ts';

export const beginErasureStep = {
  name: 'BeginErasure',
  run: 'provisioning/offboarding/beginErasure',
  pivot: true,
  environment: RoutingTableEnv.extend(ErasureEnv.shape),
} as const satisfies SagaStep;

export type BeginPorts = RemovalPorts & {
  routes: Pick<ReturnType<typeof erasureRoutes>, 'begin'>;
  receipts: Pick<Receipts, 'begin'>;
  now(): Date;
};

/** The point of no return: from here on the route says that all of the tenant is being erased, and by what. */
export const beginErasure =
  ({ routeOf, receipts, routes, now }: BeginPorts) =>
  async (input: StepInput<typeof sealTenantStep>) => {
    const { tenantId, eventId: operationId, registrationId, results } = input;
    const { SealTenant: sealed } = results;
    const route = await routeOf(tenantId);
    if (!route) return {};
    if (!sealed || route.operation?.id !== operationId) {
      throw new PermanentError(`tenant ${tenantId} is not sealed by the operation ${operationId}`);
    }
    await receipts.begin({
      tenantId,
      operationId,
      registrationId,
      tier: Tier.parse(route.tier),
      deployment: Deployment.parse(route.deployment),
      ...sealed,
      beganAt: now().toISOString(),
      erased: {},
      parties: {},
    });
    if (await routes.begin(input)) return {};
    throw new PermanentError(`tenant ${tenantId} is not sealed by the operation ${operationId}`);
  };
