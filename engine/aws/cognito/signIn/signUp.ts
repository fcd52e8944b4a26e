import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { requireClientAndPool } from '../clients/requireClient.ts';
import { notAuthorized, notCovered } from '../errors.ts';
import { Attribute, ClientId, inertContext, Password, Username } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import type { CognitoState } from '../state.ts';

const SignUpInput = z.strictObject({
  ClientId,
  Username,
  Password: Password.optional(),
  UserAttributes: z.array(Attribute).default([]),
  ValidationData: z.array(Attribute).optional(),
  ...inertContext,
});

/** Never makes a user: pools either forbid signing up, or ask for what is not covered. */
export const signUp = (state: CognitoState): Operation =>
  cognitoOperation(SignUpInput, async (input) => {
    const { pool } = await requireClientAndPool(state, input.ClientId);
    if (pool.settings.AdminCreateUserConfig.AllowAdminCreateUserOnly) {
      throw notAuthorized('SignUp is not permitted for this user pool');
    }
    throw notCovered('SignUp in pools that allow it');
  });
