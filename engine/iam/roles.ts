import type { Principal } from '../endpoint/call.ts';

/**
 * The principal of a role session that an AWS service holds for itself (a state machine, a rule).
 * Every call of it needs the role's trust in that service.
 */
export const roleSession = (
  roleArn: string,
  sessionName: string,
  assumedBy: { service: string; sourceArn: string },
): Principal => ({
  kind: 'role',
  accountId: roleArn.split(':')[4] ?? '',
  roleName: roleArn.split('/').at(-1) ?? '',
  sessionName,
  tags: {},
  assumedBy: { roleArn, ...assumedBy },
});
