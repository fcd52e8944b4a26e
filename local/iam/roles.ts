import type { Principal } from '../gateway/call.ts';

/** The principal of a role session that an AWS service holds for itself (a state machine, a rule). */
export const roleSession = (roleArn: string, sessionName: string): Principal => ({
  kind: 'role',
  accountId: roleArn.split(':')[4] ?? '',
  roleName: roleArn.split('/').at(-1) ?? '',
  sessionName,
  tags: {},
});
