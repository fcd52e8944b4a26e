import type { Principal } from '../endpoint/call.ts';
import type { KeyValue } from './policy/contextKeys.ts';
import type { RoleRights } from './policySource.ts';

/** Condition keys by name. */
export type Keys = Record<string, KeyValue>;

const principalTags = (tags: Readonly<Record<string, string>>): Keys =>
  Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [`aws:PrincipalTag/${name.toLowerCase()}`, value]),
  );

/** A session's tags replace the role's tags of the same name, whatever their case. */
const roleKeys = (caller: Principal & { kind: 'role' }, role: RoleRights | null): Keys => ({
  ...principalTags(role?.tags ?? {}),
  ...principalTags(caller.tags),
  ...(role && { 'aws:PrincipalArn': role.arn, 'aws:userid': `${role.id}:${caller.sessionName}` }),
  'aws:PrincipalAccount': caller.accountId,
  'aws:PrincipalType': 'AssumedRole',
  'aws:PrincipalIsAWSService': 'false',
  'aws:ViaAWSService': 'false',
  'aws:SourceIp': '127.0.0.1',
});

/** The condition keys that name the resource for which a service acts. */
export const serviceKeys = (service: string, sourceArn: string | undefined): Keys => ({
  'aws:PrincipalIsAWSService': 'true',
  'aws:PrincipalServiceName': service,
  'aws:PrincipalServiceNamesList': [service],
  'aws:PrincipalType': 'Service',
  ...(sourceArn !== undefined && {
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceArn.split(':')[4] ?? '',
  }),
});

/** The condition keys that say who calls. */
export const callerKeys = (caller: Principal, role: RoleRights | null): Keys => {
  if (caller.kind === 'role') return roleKeys(caller, role);
  return caller.kind === 'service' ? serviceKeys(caller.service, caller.sourceArn) : {};
};

/**
 * The condition keys of every call. Loopback counts as a secure transport: nobody else hears it, and
 * a policy that demands TLS must not lock the engine's own clients out.
 */
export const environmentKeys = (now: number, region: string, accountId: string): Keys => ({
  'aws:CurrentTime': new Date(now).toISOString(),
  'aws:EpochTime': String(Math.floor(now / 1000)),
  'aws:SecureTransport': 'true',
  'aws:RequestedRegion': region,
  'aws:ResourceAccount': accountId,
});
