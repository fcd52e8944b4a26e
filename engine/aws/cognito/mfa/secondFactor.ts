import type { JsonObject } from '../../../kernel/json.ts';
import { beginSession } from '../signIn/beginSession.ts';
import type { CognitoState } from '../state.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import type { Admitted } from '../tokens/signedIn.ts';
import { mfaSession } from './mfaSession.ts';

const askForCode = async (state: CognitoState, admitted: Admitted): Promise<JsonObject> => {
  const { user } = admitted;
  const device = user.totp?.device;
  return {
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: await mfaSession(state, admitted, 'mfaCode'),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      ...(device !== undefined && { FRIENDLY_DEVICE_NAME: device }),
    },
  };
};

const askForSetup = async (state: CognitoState, admitted: Admitted): Promise<JsonObject> => ({
  ChallengeName: 'MFA_SETUP',
  Session: await mfaSession(state, admitted, 'mfaSetup'),
  ChallengeParameters: {
    MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']),
    USER_ID_FOR_SRP: admitted.user.username,
  },
});

/** After the password: a code where the user has an app, an app where the pool demands one, else tokens. */
export const secondFactor = (
  state: CognitoState,
  keys: KeyRing,
  admitted: Admitted,
): Promise<JsonObject> => {
  const { MfaConfiguration: demand } = admitted.pool.settings;
  if (demand !== 'OFF' && admitted.user.totp?.enabled) return askForCode(state, admitted);
  if (demand === 'ON') return askForSetup(state, admitted);
  return beginSession(state, keys, admitted);
};
