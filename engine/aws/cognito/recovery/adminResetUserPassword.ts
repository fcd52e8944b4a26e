import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { inertContext, Username, UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import { changeUser } from '../users/changeUser.ts';
import { requireUser } from '../users/userKeys.ts';
import { refuseUnconfirmed } from './forgotPassword.ts';
import { requireRecoveryAddress } from './recoveryAddress.ts';
import { sendRecoveryCode, withRecoveryCode } from './recoveryCode.ts';

const ResetInput = z.strictObject({
  UserPoolId,
  Username,
  ClientMetadata: inertContext.ClientMetadata,
});

/** The password signs in no more, and the user is mailed a code for another. */
export const adminResetUserPassword = (state: CognitoState): Operation =>
  cognitoOperation(ResetInput, async (input) => {
    const pool = await requirePool(state, input.UserPoolId);
    const user = await requireUser(state, pool, input.Username);
    refuseUnconfirmed(user);
    const email = requireRecoveryAddress(pool, user);
    const address = { poolId: pool.id, name: user.sub };
    const after = await changeUser(state, address, (before) => ({
      ...withRecoveryCode(state, before, email),
      status: 'RESET_REQUIRED',
    }));
    const cause = { clientMetadata: input.ClientMetadata };
    await sendRecoveryCode(state, pool, { user: after, cause });
    return {};
  });
