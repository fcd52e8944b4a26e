import type { RemovalPorts } from '#shared/ownership.ts';
import type { StandingRoute } from '#shared/route.ts';
import type { ReplayRules } from '../saga/replayPlan.ts';
import type { Receipts } from './erasureReceipt.ts';
import type { OffboardingInput } from './offboardingInput.ts';

type Ports = RemovalPorts & { receipts: Pick<Receipts, 'get'> };

/** Why the tenant does not leave by this operation any more, or not now. */
const whyNot = (
  route: StandingRoute | undefined,
  { eventId, owner }: OffboardingInput,
): string | undefined => {
  if (route?.writtenFor !== owner) return 'the tenant is gone';
  if (route.eraseAt === undefined) return 'the tenant stays';
  const { operation = { id: eventId } } = route;
  return operation.id === eventId ? undefined : `the operation ${operation.id} changes the tenant`;
};

/** When an offboarding may be run again: until the world has heard that the tenant is gone, unless it stays. */
export const offboardingReplay = ({ routeOf, receipts }: Ports): ReplayRules<OffboardingInput> => ({
  async whySettled(input) {
    const receipt = await receipts.get(input.tenantId);
    if (receipt?.operationId !== input.eventId) return whyNot(await routeOf(input.tenantId), input);
    return receipt.offboardedAt === undefined ? undefined : 'the tenant has left';
  },
  heldByOthers: async () => [],
});
