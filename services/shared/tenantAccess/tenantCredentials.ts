import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { sessionPolicy, type TableAction, tableArnBeside } from './sessionPolicy.ts';

const Issued = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
  Expiration: z.date(),
});

/** The tenant-access role, and where it is. */
export type AccessRole = { roleArn: string; region: string };

/** One tenant's session: what it may do in which table. */
export type TenantSession = {
  tenantId: string;
  tableName: string;
  actions: readonly TableAction[];
};

/**
 * Credentials of the tenant-access role, tagged with the tenant's id, which is all that the role's policy goes
 * by, and narrowed to these actions on this table. The SDK asks for them again before they expire.
 */
export const tenantCredentials =
  (sts: STSClient, { roleArn, region }: AccessRole) =>
  ({ tenantId, tableName, actions }: TenantSession) =>
  async () => {
    const assume = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: tenantId,
      Tags: [{ Key: 'TenantId', Value: tenantId }],
      Policy: JSON.stringify(sessionPolicy(tableArnBeside(roleArn, region, tableName), actions)),
    });
    const issued = Issued.parse((await sts.send(assume)).Credentials);
    return {
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretAccessKey,
      sessionToken: issued.SessionToken,
      expiration: issued.Expiration,
    };
  };
