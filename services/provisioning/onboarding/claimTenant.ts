import { PermanentError } from '#shared/errors.ts';
import { isProtected, type RemovalPorts, TenantInUse } from '#shared/ownership.ts';
import { ClaimEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { OnboardingInput } from './onboardingInput.ts';

export const claimTenantStep = {
  name: 'ClaimTenant',
  run: 'provisioning/onboarding/claimTenant',
  undo: 'ReleaseTenant',
  environment: ClaimEnv.extend(RoutingTableEnv.shape),
} as const satisfies SagaStep;

/** The tenant's id or its name belongs to somebody else. */
export class TenantAlreadyClaimed extends PermanentError {
  override readonly name = 'TenantAlreadyClaimed';
}

/** The owner of a claim is the eventId of its TenantRegistered: a second try finds its own claim. */
export type Claim = {
  tenantId: string;
  tenantName: string;
  owner: string;
};

export type ClaimPorts = {
  /** What somebody else has already, in words; nothing when all of it is now this owner's. */
  claim(claim: Claim): Promise<string[]>;
  /** Gives back the name that this owner has claimed; a tenant's id stays its own. */
  release(claim: Claim): Promise<void>;
};

/** What a registration claims. */
export const claimOf = ({
  tenantId,
  tenantName,
  eventId,
}: Pick<OnboardingInput, 'tenantId' | 'tenantName' | 'eventId'>): Claim => ({
  tenantId,
  tenantName,
  owner: eventId,
});

/** Claims what only one tenant can have: no two registrations become the same tenant. */
export const claimTenant = (ports: ClaimPorts) => async (input: OnboardingInput) => {
  const taken = await ports.claim(claimOf(input));
  if (taken.length === 0) return {};
  throw new TenantAlreadyClaimed(`already another tenant's: ${taken.join(', ')}`);
};

/**
 * Undoes `claimTenant`, but for the tenant's id: nobody else is ever called by it. TenantInUse when people
 * use the tenant.
 */
export const releaseTenant =
  ({ release, routeOf }: Pick<ClaimPorts, 'release'> & RemovalPorts) =>
  async (input: OnboardingInput) => {
    const route = await routeOf(input.tenantId);
    if (route?.writtenFor === input.eventId && isProtected(route)) {
      throw new TenantInUse(`tenant ${input.tenantId} is in use: it keeps its name`);
    }
    await release(claimOf(input));
    return {};
  };
