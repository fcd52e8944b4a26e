import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtBaseError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import * as z from 'zod';
import { TenantId } from '#events/fields.ts';

/** A user pool and the app client of it that tokens are for. */
export type Issuer = { userPoolId: string; appClientId: string };

/** As long as Cognito's usernames get: who is looked up by it must fit a key. */
const Sub = z.string().min(1).max(128);

/** What an ID token says of an operator. Roles are asked for, not read from tokens: they may have changed. */
export const OperatorClaims = z.object({ sub: Sub, 'cognito:username': z.string() });
export type OperatorClaims = z.infer<typeof OperatorClaims>;

/** What an ID token says of a tenant's user. */
export const TenantClaims = OperatorClaims.extend({ 'custom:tenantId': TenantId });
export type TenantClaims = z.infer<typeof TenantClaims>;

/** As long as the ids of app clients get: what is looked up by it must fit a key. */
const AppClientId = z.string().min(1).max(128);

const Unverified = z.object({ iss: z.string(), aud: AppClientId });

/** What a token says of itself, without any proof; undefined when it is none. */
export const unverified = (token: string): z.infer<typeof Unverified> | undefined => {
  try {
    return Unverified.safeParse(decomposeUnverifiedJwt(token).payload).data;
  } catch (error) {
    if (error instanceof JwtBaseError) return undefined;
    throw error;
  }
};

/** Pools' signing keys, fetched from where the SDK's own endpoint setting points, else from AWS. */
const keyFetcher: Fetcher = {
  async fetch(uri) {
    const endpoint = process.env['AWS_ENDPOINT_URL'];
    const url = endpoint === undefined ? uri : new URL(new URL(uri).pathname, endpoint);
    const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    // A pool that is gone has no keys: its tokens are refused like any that nobody signed.
    if (answer.status === 400 || answer.status === 404)
      return new TextEncoder().encode('{"keys":[]}').buffer;
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return answer.arrayBuffer();
  },
};

const jwksCache = new SimpleJwksCache({ fetcher: keyFetcher });

/**
 * Verifies an ID token: signature, issuer, audience, expiry, use, and the claims it must have.
 * Undefined for a token that is not good in every point.
 */
export const verified = async <Claims>(
  token: string,
  { userPoolId, appClientId }: Issuer,
  claims: z.ZodType<Claims>,
): Promise<Claims | undefined> => {
  const expected = { userPoolId, clientId: appClientId, tokenUse: 'id' as const };
  const verifier = CognitoJwtVerifier.create(expected, { jwksCache });
  try {
    return claims.safeParse(await verifier.verify(token)).data;
  } catch (error) {
    if (error instanceof JwtBaseError) return undefined;
    throw error;
  }
};

/** Whose token it says it is, unverified: good for choosing what to verify it against, and nothing else. */
export type Named = { kind: 'operator' } | { kind: 'tenant'; appClientId: string };

/** Whose token it says it is: an operator's when the operators' pool issued it, else that of a client of a tenant. */
export const namedBy =
  (operatorUserPoolId: string) =>
  (token: string): Named | undefined => {
    const said = unverified(token);
    if (!said) return undefined;
    if (said.iss.endsWith(`/${operatorUserPoolId}`)) return { kind: 'operator' };
    return { kind: 'tenant', appClientId: said.aud };
  };
