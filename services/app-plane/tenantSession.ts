import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { documentClient } from '#shared/documents.ts';

/** How many tenants' clients one execution environment keeps. */
const KEPT = 100;

const Issued = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
  Expiration: z.date(),
});

/**
 * A tenant's own way to its data: credentials of the tenant-access role, tagged with the tenant's
 * id, which is all that the role's policy goes by. The SDK renews them before they expire.
 */
export const tenantSessions = (sts: STSClient, roleArn: string) => {
  const kept = new Map<string, DynamoDBDocumentClient>();
  const credentialsOf = (tenantId: string) => async () => {
    const assume = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: tenantId,
      Tags: [{ Key: 'TenantId', Value: tenantId }],
    });
    const issued = Issued.parse((await sts.send(assume)).Credentials);
    return {
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretAccessKey,
      sessionToken: issued.SessionToken,
      expiration: issued.Expiration,
    };
  };
  return (tenantId: string): DynamoDBDocumentClient => {
    const client = kept.get(tenantId) ?? documentClient({ credentials: credentialsOf(tenantId) });
    kept.delete(tenantId);
    kept.set(tenantId, client);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return client;
  };
};
