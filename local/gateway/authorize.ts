import type { AwsCall } from './call.ts';
import { AwsError } from './errors.ts';
import type { AwsService } from './service.ts';

/**
 * The one place that decides whether a call may act. Every call passes here, whatever its
 * transport: SDK clients over HTTP, functions, state machines, rules. An anonymous caller reaches
 * only the operations that AWS itself leaves unsigned.
 */
export const authorize = (call: AwsCall, service: AwsService): void => {
  if (call.principal.kind !== 'anonymous') return;
  if (service.publicOperations?.includes(call.operation)) return;
  throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', {
    status: 403,
  });
};
