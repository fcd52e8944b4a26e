import type { RemovalPorts } from '#shared/ownership.ts';
import type { ClaimPorts } from '../onboarding/claimTenant.ts';
import { ClaimEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { claimTable } from '../tenants/claimTable.ts';
import { beingErased } from './beingErased.ts';
import type { erasureRoutes } from './erasureRoutes.ts';
import type { OffboardingInput } from './offboardingInput.ts';

export const dropRouteStep = {
  name: 'DropRoute',
  run: 'provisioning/offboarding/dropRoute',
  environment: RoutingTableEnv.extend(ClaimEnv.shape),
} as const satisfies SagaStep;

export type DropRoutePorts = RemovalPorts & {
  claims: Pick<ClaimPorts, 'release'> & Pick<ReturnType<typeof claimTable>, 'end'>;
  routes: Pick<ReturnType<typeof erasureRoutes>, 'drop'>;
};

/** Frees the tenant's name, ends the claim of its id for good, and removes its route: the last thing that names it. */
export const dropRoute =
  ({ claims, routes, ...ports }: DropRoutePorts) =>
  async (input: OffboardingInput) => {
    const { tenantId, owner, eventId: operationId } = input;
    const route = await beingErased(ports, input);
    if (!route) return {};
    await claims.end(tenantId, owner, operationId);
    await claims.release({ tenantId, tenantName: route.tenantName, owner });
    await routes.drop(route, operationId);
    return {};
  };
