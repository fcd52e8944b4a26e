import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { SigningKey } from '../../../engine/aws/cognito/tokens/signingKey.ts';
import type { Product } from '../product.ts';
import { claimsIn } from './isolationPeople.ts';

type Part = Readonly<Record<string, unknown>>;

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const compact = (header: Part, claims: unknown, signed: (input: string) => string): string => {
  const input = `${encoded(header)}.${encoded(claims)}`;
  return `${input}.${signed(input)}`;
};

const rs256 = (privateKey: string) => (input: string) =>
  sign('sha256', Buffer.from(input), privateKey).toString('base64url');

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});

/** Makes tokens that nobody was given, with the pools' own keys, as the engine's store has them. */
export const isolationForgery = ({ engine }: Pick<Product, 'engine'>) => {
  const keys = engine.store.collection('cognito.signingKeys', SigningKey);

  const keyOf = async (userPoolId: string): Promise<SigningKey> => {
    const key = await keys.get(userPoolId);
    if (!key) throw new Error(`${userPoolId} has signed nothing yet`);
    return key;
  };

  return {
    issuerOf: (userPoolId: string) =>
      `https://cognito-idp.${engine.region}.amazonaws.com/${userPoolId}`,
    /** A token's claims with others in their place; `undefined` leaves one out. */
    claims: (token: string, changes: Part = {}): Part => ({ ...claimsIn(token), ...changes }),
    /** Signed by a pool's own key: good in every point but the claims. */
    async signed(userPoolId: string, claims: unknown, header: Part = {}): Promise<string> {
      const { kid, privateKey } = await keyOf(userPoolId);
      return compact({ kid, alg: 'RS256', ...header }, claims, rs256(privateKey));
    },
    /** Signed by a key of nobody's under the pool's own key id. */
    async signedByStranger(userPoolId: string, claims: Part): Promise<string> {
      const { kid } = await keyOf(userPoolId);
      return compact({ kid, alg: 'RS256' }, claims, rs256(String(stranger)));
    },
    async unsigned(userPoolId: string, claims: Part, alg: string): Promise<string> {
      const { kid } = await keyOf(userPoolId);
      return compact({ kid, alg }, claims, () => '');
    },
    /** The pool's public key taken for a shared secret. */
    async signedWithPublicKey(userPoolId: string, claims: Part): Promise<string> {
      const { kid, publicKey } = await keyOf(userPoolId);
      const jwk = { kty: 'RSA', ...publicKey };
      const secret = createPublicKey({ key: jwk, format: 'jwk' }).export({
        type: 'spki',
        format: 'pem',
      });
      return compact({ kid, alg: 'HS256' }, claims, (input) =>
        createHmac('sha256', secret).update(input).digest('base64url'),
      );
    },
    /** A real token with other claims under its old signature. */
    tampered(token: string, changes: Part): string {
      const [header, , signature] = token.split('.');
      return [header, encoded({ ...claimsIn(token), ...changes }), signature].join('.');
    },
  };
};
