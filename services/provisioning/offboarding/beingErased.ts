import { PermanentError } from '#shared/errors.ts';
import type { RemovalPorts } from '#shared/ownership.ts';
import type { StandingRoute } from '#shared/route.ts';
import type { OffboardingInput } from './offboardingInput.ts';

/** The route of the tenant that this operation erases; undefined once it is gone. PermanentError for any other's. */
export const beingErased = async (
  { routeOf }: RemovalPorts,
  { tenantId, eventId }: OffboardingInput,
): Promise<StandingRoute | undefined> => {
  const route = await routeOf(tenantId);
  if (route === undefined || route.erasedBy === eventId) return route;
  throw new PermanentError(`tenant ${tenantId} is not being erased by the operation ${eventId}`);
};

/** In whose name something of the tenant is removed. */
export const removalBy = ({ tenantId, owner, eventId: erasure }: OffboardingInput) => ({
  tenantId,
  owner,
  erasure,
});
