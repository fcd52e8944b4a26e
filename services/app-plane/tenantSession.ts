import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Caller } from '#shared/caller.ts';
import { documentClient } from '#shared/documents.ts';
import { sessionPolicy, type TableAction, tableArnBeside } from './sessionPolicy.ts';

/** How many tenants' clients one execution environment keeps. */
const KEPT = 100;

const Issued = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
  Expiration: z.date(),
});

/** The part of a caller that decides what its session may do. */
type Holder = Pick<Caller, 'tenantId' | 'userRole' | 'tableName'>;

/** The role that sessions are of, and what each role of people may do by them. */
export type TenantAccess = {
  roleArn: string;
  region: string;
  actions: Readonly<Record<Caller['userRole'], readonly TableAction[]>>;
};

const sessionCredentials =
  (sts: STSClient, { roleArn, region, actions }: TenantAccess) =>
  ({ tenantId, userRole, tableName }: Holder) =>
  async () => {
    const tableArn = tableArnBeside(roleArn, region, tableName);
    const assume = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: tenantId,
      Tags: [{ Key: 'TenantId', Value: tenantId }],
      Policy: JSON.stringify(sessionPolicy(tableArn, actions[userRole])),
    });
    const issued = Issued.parse((await sts.send(assume)).Credentials);
    return {
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretAccessKey,
      sessionToken: issued.SessionToken,
      expiration: issued.Expiration,
    };
  };

/**
 * A caller's own way to its tenant's data: credentials of the tenant-access role, tagged with the
 * tenant's id, which is all that the role's policy goes by, and narrowed to what the caller's role
 * may do with this resource. The SDK renews them before they expire.
 */
export const tenantSessions = (sts: STSClient, access: TenantAccess) => {
  const kept = new Map<string, DynamoDBDocumentClient>();
  const credentialsOf = sessionCredentials(sts, access);
  return (holder: Holder): DynamoDBDocumentClient => {
    const name = `${holder.tenantId} ${holder.userRole} ${holder.tableName}`;
    const client = kept.get(name) ?? documentClient({ credentials: credentialsOf(holder) });
    kept.delete(name);
    kept.set(name, client);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return client;
  };
};
