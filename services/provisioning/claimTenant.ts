import { PermanentError } from '#shared/errors.ts';
import type { SagaInput } from './sagaState.ts';

/** The tenant's id or name belongs to somebody else. */
export class TenantAlreadyClaimed extends PermanentError {
  override readonly name = 'TenantAlreadyClaimed';
}

/** The owner of a claim is the eventId of its TenantRegistered: a second try finds its own claim. */
export type Claim = { tenantId: string; tenantName: string; owner: string };

export type ClaimPorts = {
  /** False when somebody else has the id or the name. */
  claim(claim: Claim): Promise<boolean>;
  /** Gives back what this owner has claimed, and nothing else. */
  release(claim: Claim): Promise<void>;
};

const claimOf = ({ tenantId, tenantName, eventId }: SagaInput): Claim => ({
  tenantId,
  tenantName,
  owner: eventId,
});

/** Claims the tenant's id and name: no two registrations become the same tenant. */
export const claimTenant = (ports: ClaimPorts) => async (input: SagaInput) => {
  if (await ports.claim(claimOf(input))) return {};
  throw new TenantAlreadyClaimed(
    `tenant id ${input.tenantId} or name ${input.tenantName} is already claimed`,
  );
};

/** Undoes `claimTenant`. */
export const releaseTenant = (ports: ClaimPorts) => async (input: SagaInput) => {
  await ports.release(claimOf(input));
  return {};
};
