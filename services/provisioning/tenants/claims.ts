import { tenantNameKey } from '#shared/signUp/tenantNameKey.ts';
import type { Taken } from '../onboarding/admitRegistration.ts';
import type { Claim } from '../onboarding/claimTenant.ts';

/** One thing that is claimed: its row, what it is in words, and why a registration without it is refused. */
export type ClaimedItem = { pk: string; what: string; taken: Taken };

export const tenantKey = (tenantId: string) => ({ pk: `tenant#${tenantId}` });

/** What is given back when the onboarding comes to nothing. */
export const passingItem = ({ tenantName }: Claim): ClaimedItem => ({
  pk: `name#${tenantNameKey(tenantName)}`,
  what: `tenant name ${tenantName}`,
  taken: 'TenantNameInUse',
});

/** All that is claimed; the tenant's id for ever. */
export const claimedItems = (claim: Claim): ClaimedItem[] => [
  { ...tenantKey(claim.tenantId), what: `tenant id ${claim.tenantId}`, taken: 'TenantIdInUse' },
  passingItem(claim),
];

/** That a row is nobody's, or this owner's already, whose tenant has not left. */
export const whenMine = (TableName: string, { owner }: Pick<Claim, 'owner'>) => ({
  TableName,
  ConditionExpression:
    'attribute_not_exists(pk) OR (claimedBy = :me AND attribute_not_exists(endedBy))',
  ExpressionAttributeValues: { ':me': owner },
});

/** Claims all of it, as part of a transaction. */
export const claiming = (TableName: string, claim: Claim) =>
  claimedItems(claim).map(({ pk }) => ({
    Put: { ...whenMine(TableName, claim), Item: { pk, claimedBy: claim.owner } },
  }));
