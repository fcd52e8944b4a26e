import { isInUse, type RemovalPorts } from '#shared/ownership.ts';
import type { ReplayRules } from '../saga/replayPlan.ts';
import type { claimTable } from '../tenants/claimTable.ts';
import { claimOf } from './claimTenant.ts';
import type { OnboardingInput } from './onboardingInput.ts';

type Ports = RemovalPorts & Pick<ReturnType<typeof claimTable>, 'heldByOthers' | 'hasEnded'>;

/** When an onboarding may be run again: never for a tenant that is there, or has left. */
export const onboardingReplay = ({
  routeOf,
  heldByOthers,
  hasEnded,
}: Ports): ReplayRules<OnboardingInput> => ({
  async whySettled({ tenantId, eventId }, { status }) {
    const route = await routeOf(tenantId);
    const stands = status === 'SUCCEEDED' && route?.writtenFor === eventId;
    if (isInUse(route) || stands) return 'the tenant is active';
    return (await hasEnded(tenantId)) ? 'the tenant has left' : undefined;
  },
  heldByOthers: (input) => heldByOthers(claimOf(input)),
});
