import type { STSClient } from '@aws-sdk/client-sts';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Caller } from '#shared/caller.ts';
import { documentClient } from '#shared/documents.ts';
import type { TableAction } from '#shared/tenantAccess/sessionPolicy.ts';
import { type AccessRole, tenantCredentials } from '#shared/tenantAccess/tenantCredentials.ts';

/** How many tenants' clients one execution environment keeps. */
const KEPT = 100;

/** The part of a caller that decides what its session may do. */
type Holder = Pick<Caller, 'tenantId' | 'userRole' | 'tableName'>;

/** The role that sessions are of, and what each role of people may do by them. */
export type TenantAccess = AccessRole & {
  actions: Readonly<Record<Caller['userRole'], readonly TableAction[]>>;
};

/**
 * A caller's own way to its tenant's data: credentials of the tenant-access role, tagged with the
 * tenant's id, which is all that the role's policy goes by, and narrowed to what the caller's role
 * may do with this resource. The SDK renews them before they expire.
 */
export const tenantSessions = (sts: STSClient, { actions, ...role }: TenantAccess) => {
  const kept = new Map<string, DynamoDBDocumentClient>();
  const credentialsOf = tenantCredentials(sts, role);
  return ({ tenantId, userRole, tableName }: Holder): DynamoDBDocumentClient => {
    const name = `${tenantId} ${userRole} ${tableName}`;
    const session = { tenantId, tableName, actions: actions[userRole] };
    const client = kept.get(name) ?? documentClient({ credentials: credentialsOf(session) });
    kept.delete(name);
    kept.set(name, client);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return client;
  };
};
