import { z } from 'zod';
import type { Principal } from '../../endpoint/call.ts';
import { AwsError } from '../../endpoint/errors.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import type { Engine } from '../../engine.ts';
import { principalArn } from '../../iam/principalArn.ts';
import { rolesIn } from '../../iam/roleStore.ts';

const unknownCaller = (): AwsError =>
  new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', {
    status: 403,
  });

/** Who the caller's keys belong to. Refuses a session whose role is gone. */
export const getCallerIdentity = (engine: Engine): Operation => {
  const roles = rolesIn(engine.store);
  const userId = async (caller: Principal): Promise<string> => {
    if (caller.kind === 'root') return caller.accountId;
    const role = caller.kind === 'role' ? await roles.get(caller.roleName) : undefined;
    if (caller.kind !== 'role' || !role) throw unknownCaller();
    return `${role.id}:${caller.sessionName}`;
  };
  return operation(z.object({}), async (_input, { principal }) => ({
    UserId: await userId(principal),
    Account: engine.accountId,
    Arn: principalArn(principal),
  }));
};
