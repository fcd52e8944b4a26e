import type { Principal } from '../../../endpoint/call.ts';
import { roleSession } from '../../../iam/roles.ts';

/** Who calls a function: a role when one is configured, else API Gateway for the given resource. */
export const callerOf = (role: string | undefined, sourceArn: string): Principal =>
  role === undefined
    ? { kind: 'service', service: 'apigateway.amazonaws.com', sourceArn }
    : roleSession(role, 'BackplaneAssumeRoleSession', {
        service: 'apigateway.amazonaws.com',
        sourceArn,
      });
