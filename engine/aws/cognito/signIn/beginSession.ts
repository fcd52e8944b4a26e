import type { JsonObject } from '../../../kernel/json.ts';
import type { CognitoState } from '../state.ts';
import { issueTokens, refreshToken } from '../tokens/issueTokens.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import { newSession } from '../tokens/sessions.ts';
import type { Admitted } from '../tokens/signedIn.ts';

/** Begins a session: all three tokens. */
export const beginSession = async (
  state: CognitoState,
  keys: KeyRing,
  who: Admitted,
): Promise<JsonObject> => {
  const since = Math.floor(state.engine.clock.now() / 1000);
  const signedIn = { ...who, session: newSession(state.engine.random, who.user), since };
  const tokens = await issueTokens(state, keys, signedIn);
  const RefreshToken = await refreshToken(state, signedIn);
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken } };
};
