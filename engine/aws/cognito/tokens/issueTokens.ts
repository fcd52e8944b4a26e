import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import { readable } from '../clients/readable.ts';
import { tokenLifetimes } from '../clients/tokenLifetimes.ts';
import { issuerOf } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { customizedClaims } from '../triggers/preTokenGeneration.ts';
import { attributeList } from '../users/user.ts';
import type { KeyRing } from './keyRing.ts';
import { seal } from './seal.ts';
import type { SignedIn } from './signedIn.ts';

/** What a refresh token holds; `auth_time` is the second of the sign-in it came from. */
export const RefreshClaims = z.object({
  sub: z.string(),
  client_id: z.string(),
  origin_jti: z.string(),
  auth_time: z.number(),
  exp: z.number(),
});

const BOOLEANS = ['email_verified', 'phone_number_verified'];

const attributeClaims = ({ client, user }: SignedIn): Record<string, string | boolean> =>
  Object.fromEntries(
    attributeList(user, readable(client)).map(({ Name, Value }) => [
      Name,
      BOOLEANS.includes(Name) ? Value === 'true' : Value,
    ]),
  );

const signer = async (state: CognitoState, keys: KeyRing, poolId: string) => {
  const key = await keys.of(poolId);
  const privateKey = createPrivateKey(key.privateKey);
  const issuer = issuerOf(state.engine.region, poolId);
  return (claims: Record<string, string | number | boolean>): Promise<string> =>
    new SignJWT({ ...claims, iss: issuer, jti: state.engine.random.uuid() })
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .sign(privateKey);
};

/** Signs a new ID and access token for a session. The pool's trigger has a say in the ID token, and may refuse both. */
export const issueTokens = async (
  state: CognitoState,
  keys: KeyRing,
  signedIn: SignedIn,
): Promise<JsonObject> => {
  const { pool, client, user, session, since } = signedIn;
  const lifetimes = tokenLifetimes(client.settings);
  const sign = await signer(state, keys, pool.id);
  const iat = Math.floor(state.engine.clock.now() / 1000);
  const shared = {
    sub: user.sub,
    origin_jti: session,
    event_id: state.engine.random.uuid(),
    auth_time: since,
    iat,
  };
  const idClaims = await customizedClaims(state, signedIn, {
    ...attributeClaims(signedIn),
    ...shared,
    aud: client.id,
    'cognito:username': user.username,
    token_use: 'id',
    exp: iat + lifetimes.id,
  });
  const IdToken = await sign(idClaims);
  const AccessToken = await sign({
    ...shared,
    client_id: client.id,
    username: user.username,
    scope: 'aws.cognito.signin.user.admin',
    token_use: 'access',
    exp: iat + lifetimes.access,
  });
  return { IdToken, AccessToken, ExpiresIn: lifetimes.access, TokenType: 'Bearer' };
};

/** The refresh token of a session that begins now. */
export const refreshToken = (state: CognitoState, signedIn: SignedIn): Promise<string> =>
  seal(state, signedIn.pool, {
    use: 'refresh',
    until: signedIn.since + tokenLifetimes(signedIn.client.settings).refresh,
    claims: {
      sub: signedIn.user.sub,
      client_id: signedIn.client.id,
      origin_jti: signedIn.session,
      auth_time: signedIn.since,
    },
  });
