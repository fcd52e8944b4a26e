import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { tenantNameKey } from '#shared/signUp/tenantNameKey.ts';
import type { Taken } from '../onboarding/admitRegistration.ts';
import type { Claim } from '../onboarding/claimTenant.ts';

/** One thing that is claimed: its row, what it is in words, and why a registration without it is refused. */
export type ClaimedItem = { pk: string; what: string; taken: Taken };

export const tenantKey = (tenantId: string) => ({ pk: `tenant#${tenantId}` });

/** What is given back when the onboarding comes to nothing. */
export const passingItems = ({ tenantName, pooledEmail: email }: Claim): ClaimedItem[] => {
  const name = `name#${tenantNameKey(tenantName)}`;
  const what = 'the admin e-mail address';
  return [
    { pk: name, what: `tenant name ${tenantName}`, taken: 'TenantNameInUse' },
    ...(email === undefined
      ? []
      : ([{ pk: `email#${email}`, what, taken: 'AdminEmailInUse' }] satisfies ClaimedItem[])),
  ];
};

/** All that is claimed; the tenant's id for ever. */
export const claimedItems = (claim: Claim): ClaimedItem[] => [
  { ...tenantKey(claim.tenantId), what: `tenant id ${claim.tenantId}`, taken: 'TenantIdInUse' },
  ...passingItems(claim),
];

/** That a row is nobody's, or this owner's already. */
export const whenMine = (TableName: string, { owner }: Pick<Claim, 'owner'>) => ({
  TableName,
  ConditionExpression: 'attribute_not_exists(pk) OR claimedBy = :me',
  ExpressionAttributeValues: { ':me': owner },
});

/** Claims all of it, as part of a transaction. */
export const claiming = (TableName: string, claim: Claim) =>
  claimedItems(claim).map(({ pk }) => ({
    Put: { ...whenMine(TableName, claim), Item: { pk, claimedBy: claim.owner } },
  }));

/** Reads rows of the claim table consistently. */
export const rowsOf =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (Key: { pk: string }): Promise<Record<string, unknown> | undefined> =>
    (await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
