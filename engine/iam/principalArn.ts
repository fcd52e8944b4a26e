import type { Principal } from '../endpoint/call.ts';

/** The ARN that AWS names a caller by, in messages and in GetCallerIdentity. */
export const principalArn = (principal: Principal): string => {
  switch (principal.kind) {
    case 'root':
      return `arn:aws:iam::${principal.accountId}:root`;
    case 'role':
      return `arn:aws:sts::${principal.accountId}:assumed-role/${principal.roleName}/${principal.sessionName}`;
    case 'service':
      return principal.service;
    case 'anonymous':
      return 'anonymous';
  }
};
