import type { HttpRequest, HttpResponse } from '../../../endpoint/service.ts';
import { issuerOf } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import type { KeyRing } from './keyRing.ts';

const PATH = /^\/([\w-]+_[0-9A-Za-z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

const json = (status: number, body: object): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const discovery = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: ['code', 'token'],
  subject_types_supported: ['public'],
});

/** Serves each pool's public key as Cognito does; undefined for every other path. */
export const publishedKeys =
  (state: CognitoState, keys: KeyRing) =>
  async ({ method, path }: HttpRequest): Promise<HttpResponse | undefined> => {
    const [, poolId = '', document] = PATH.exec(path) ?? [];
    if (!document || method !== 'GET') return undefined;
    if (!(await state.pools.get(poolId))) {
      return json(404, { message: `User pool ${poolId} does not exist.` });
    }
    if (document === 'openid-configuration') {
      return json(200, discovery(issuerOf(state.engine.region, poolId)));
    }
    const { kid, publicKey } = await keys.of(poolId);
    return json(200, { keys: [{ alg: 'RS256', kty: 'RSA', use: 'sig', kid, ...publicKey }] });
  };
