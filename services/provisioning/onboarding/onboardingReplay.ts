import { isInUse, type RemovalPorts } from '#shared/ownership.ts';
import type { ReplayRules } from '../saga/replayPlan.ts';
import type { claimTable } from '../tenants/claimTable.ts';
import { claimOf } from './claimTenant.ts';
import type { OnboardingInput } from './onboardingInput.ts';

type Ports = RemovalPorts & Pick<ReturnType<typeof claimTable>, 'heldByOthers'>;

/** When an onboarding may be run again: never for a tenant that is there. */
export const onboardingReplay = ({
  routeOf,
  heldByOthers,
}: Ports): ReplayRules<OnboardingInput> => ({
  async whySettled({ tenantId, eventId }, { status }) {
    const route = await routeOf(tenantId);
    const stands = status === 'SUCCEEDED' && route?.writtenFor === eventId;
    return isInUse(route) || stands ? 'the tenant is active' : undefined;
  },
  heldByOthers: (input) => heldByOthers(claimOf(input)),
});
