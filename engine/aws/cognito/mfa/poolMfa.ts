import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { invalidParameter } from '../errors.ts';
import { UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import type { Pool } from '../pools/pool.ts';
import { requirePool } from '../pools/requirePool.ts';
import { changePool } from '../pools/updateUserPool.ts';
import type { CognitoState } from '../state.ts';

const MfaInput = z.strictObject({
  UserPoolId,
  MfaConfiguration: z.enum(['OFF', 'ON', 'OPTIONAL']).default('OFF'),
  SoftwareTokenMfaConfiguration: z
    .strictObject({ Enabled: z.boolean().default(false) })
    .prefault({}),
});

const described = ({ settings, softwareTokenMfa }: Pool): JsonObject => ({
  SoftwareTokenMfaConfiguration: { Enabled: softwareTokenMfa },
  MfaConfiguration: settings.MfaConfiguration,
});

/** Codes of authenticator apps are the one second factor here: messages and passkeys are refused by name. */
export const setUserPoolMfaConfig = (state: CognitoState): Operation =>
  cognitoOperation(MfaInput, async ({ UserPoolId: poolId, MfaConfiguration, ...input }) => {
    const softwareTokenMfa = input.SoftwareTokenMfaConfiguration.Enabled;
    if (MfaConfiguration === 'OFF' && softwareTokenMfa) {
      throw invalidParameter(
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
      );
    }
    if (MfaConfiguration !== 'OFF' && !softwareTokenMfa) {
      throw invalidParameter(
        "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
      );
    }
    await changePool(state, poolId, (pool) => ({
      ...pool,
      softwareTokenMfa,
      settings: { ...pool.settings, MfaConfiguration },
    }));
    return described(await requirePool(state, poolId));
  });

/** What SetUserPoolMfaConfig has set. */
export const getUserPoolMfaConfig = (state: CognitoState): Operation =>
  cognitoOperation(z.strictObject({ UserPoolId }), async (input) =>
    described(await requirePool(state, input.UserPoolId)),
  );
