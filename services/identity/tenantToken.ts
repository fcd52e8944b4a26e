import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtBaseError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { z } from 'zod';
import { Role, TenantId } from '#events/fields.ts';
import type { Route } from '#shared/route.ts';

/** What an ID token says of a tenant's user. */
export const TenantClaims = z.object({
  sub: z.string(),
  'cognito:username': z.string(),
  'custom:tenantId': TenantId,
  'custom:userRole': Role.exclude(['SystemAdmin']),
});
export type TenantClaims = z.infer<typeof TenantClaims>;

const NamedTenant = z.object({ 'custom:tenantId': TenantId });

/** The tenant that a token names, without any proof; undefined when it names none. */
export const namedTenant = (token: string): string | undefined => {
  try {
    return NamedTenant.safeParse(decomposeUnverifiedJwt(token).payload).data?.['custom:tenantId'];
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
    if (answer.status === 404) return new TextEncoder().encode('{"keys":[]}').buffer;
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return answer.arrayBuffer();
  },
};

const jwksCache = new SimpleJwksCache({ fetcher: keyFetcher });

/** Verifies ID tokens against a route's pool and client: signature, issuer, audience, expiry, use. */
export const verifyTenantToken = async (
  token: string,
  { userPoolId, appClientId }: Pick<Route, 'userPoolId' | 'appClientId'>,
): Promise<TenantClaims | undefined> => {
  const verifier = CognitoJwtVerifier.create(
    { userPoolId, clientId: appClientId, tokenUse: 'id' },
    { jwksCache },
  );
  try {
    return TenantClaims.safeParse(await verifier.verify(token)).data;
  } catch (error) {
    if (error instanceof JwtBaseError) return undefined;
    throw error;
  }
};
