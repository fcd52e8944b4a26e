import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { cognito } from '../../../../engine/aws/cognito/cognito.ts';
import { testEngine } from '../../../support/testEngine.ts';
import { aClient, aPool, aUser, type CognitoEngine, cognitoEngine, signIn } from './aPool.ts';

let engine: CognitoEngine;
beforeAll(async () => {
  engine = await cognitoEngine();
});
afterAll(() => engine.destroy());

type Jwks = { keys: { kid: string; alg: 'RS256'; kty: 'RSA'; use: 'sig'; n: string; e: string }[] };

const get = (path: string) =>
  engine.handle({
    method: 'GET',
    path,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  });

const jwksOf = async (poolId: string): Promise<Jwks> => {
  const answer = await get(`/${poolId}/.well-known/jwks.json`);
  return JSON.parse(String(answer.body));
};

describe('tokens', () => {
  it("carry Cognito's claims", async () => {
    const poolId = await aPool(engine);
    const clientId = await aClient(engine, poolId);
    const username = await aUser(engine, poolId, 'ann@example.com');

    const { IdToken, AccessToken } = await signIn(engine, clientId, { username });

    const now = Math.floor(engine.engine.clock.now() / 1000);
    const shared = {
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
      sub: username,
      auth_time: now,
      iat: now,
      exp: now + 3_600,
      jti: expect.any(String),
      origin_jti: expect.any(String),
      event_id: expect.any(String),
    };
    expect(decodeJwt(IdToken)).toEqual({
      ...shared,
      aud: clientId,
      token_use: 'id',
      'cognito:username': username,
      email: 'ann@example.com',
      email_verified: true,
      'custom:tenantId': 't1',
      'custom:userRole': 'TenantUser',
    });
    expect(decodeJwt(AccessToken)).toEqual({
      ...shared,
      client_id: clientId,
      token_use: 'access',
      username,
      scope: 'aws.cognito.signin.user.admin',
    });
    const [{ kid } = { kid: '' }] = (await jwksOf(poolId)).keys;
    expect(decodeProtectedHeader(IdToken)).toEqual({ alg: 'RS256', kid });
  });

  it('carry only attributes that the client may read, for as long as it says', async () => {
    const poolId = await aPool(engine);
    const clientId = await aClient(engine, poolId, {
      ReadAttributes: ['custom:tenantId'],
      IdTokenValidity: 10,
      TokenValidityUnits: { IdToken: 'minutes' },
    });
    const username = await aUser(engine, poolId);

    const claims = decodeJwt((await signIn(engine, clientId, { username })).IdToken);

    expect(claims['custom:tenantId']).toBe('t1');
    expect(claims).not.toHaveProperty('email');
    expect(claims).not.toHaveProperty('custom:userRole');
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
  });

  it("are accepted by aws-jwt-verify with their own pool's keys only", async () => {
    const [poolId, otherPoolId] = [await aPool(engine), await aPool(engine)];
    const clientId = await aClient(engine, poolId);
    const username = await aUser(engine, poolId);
    const tokens = await signIn(engine, clientId, { username });
    const verifier = CognitoJwtVerifier.create({
      userPoolId: poolId,
      clientId,
      tokenUse: 'id',
      graceSeconds: 10 * 366 * 86_400,
    });
    verifier.cacheJwks(await jwksOf(poolId));
    const access = CognitoJwtVerifier.create({ userPoolId: poolId, clientId, tokenUse: 'access' });
    access.cacheJwks(await jwksOf(otherPoolId));

    await expect(verifier.verify(tokens.IdToken)).resolves.toMatchObject({ sub: username });
    expect(() => access.verifySync(tokens.AccessToken)).toThrow();
  });
});

describe('the published keys', () => {
  it('name a pool that is not there, and leave other paths alone', async () => {
    const missing = await get('/us-east-1_nowhere00/.well-known/jwks.json');
    const poolId = await aPool(engine);
    const discovery = await get(`/${poolId}/.well-known/openid-configuration`);

    expect(missing.status).toBe(404);
    expect(String(missing.body)).toContain('User pool us-east-1_nowhere00 does not exist.');
    expect(JSON.parse(String(discovery.body))).toMatchObject({
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
    });
    expect((await get(`/${poolId}/.well-known/other`)).status).toBe(404);
  });

  it('are the same for everyone who asks at once, and after a restart', async () => {
    const poolId = await aPool(engine);

    const [one, other] = await Promise.all([jwksOf(poolId), jwksOf(poolId)]);

    expect(one).toEqual(other);
    expect(JSON.stringify(one)).not.toMatch(/"[dpq]":/);
  });

  it('are made in the background after start, once creating pools has been quiet', async () => {
    const started = await cognitoEngine();
    await started.start();
    const poolId = await aPool(started);
    const stored = () => started.engine.store.collection('cognito.signingKeys', z.unknown()).list();

    await started.advance(1_000);
    expect(await stored()).toEqual([]);
    await started.advance(1_001);
    await started.call('DescribeUserPool', { UserPoolId: poolId });
    await started.close();

    const again = await testEngine([cognito], { directory: started.directory });
    const kept = await again.engine.store.collection('cognito.signingKeys', z.unknown()).list();
    expect(kept).toHaveLength(1);
    await again.destroy();
  });
});
