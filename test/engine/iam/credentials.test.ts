import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../engine/endpoint/call.ts';
import { testEngine } from '../../support/testEngine.ts';
import { virtualClock } from '../../support/virtualClock.ts';

const { clock, advance } = virtualClock();
let engine: Awaited<ReturnType<typeof testEngine>>;

beforeEach(async () => {
  engine = await testEngine([], { clock });
});
afterEach(() => engine.destroy());

const principal: Principal = {
  kind: 'role',
  accountId: '000000000000',
  roleName: 'TenantAccess',
  sessionName: 's1',
  tags: { TenantId: 't1' },
  sessionPolicy: '{}',
  transitiveTagKeys: ['TenantId'],
};

describe('credentialsIn', () => {
  it('identifies a session with all that it was issued with', () => {
    const { credentials } = engine.engine;
    const keys = credentials.issue(principal, 1000);

    const identity = credentials.identify(keys.accessKeyId, keys.sessionToken);

    expect(identity).toEqual({ principal, secretAccessKey: keys.secretAccessKey });
  });

  it('ends a session on time', async () => {
    const { credentials } = engine.engine;
    const keys = credentials.issue(principal, 1000);

    await advance(999);
    expect(() => credentials.identify(keys.accessKeyId, keys.sessionToken)).not.toThrow();
    await advance(1);
    expect(() => credentials.identify(keys.accessKeyId, keys.sessionToken)).toThrow(/expired/);
  });

  it('refuses a token whose principal was changed', () => {
    const { credentials } = engine.engine;
    const keys = credentials.issue(principal, 1000);
    const [body = '', mark] = keys.sessionToken.split('.');
    const other = Buffer.from(body, 'base64url').toString().replace('"t1"', '"t2"');
    const forged = `${Buffer.from(other).toString('base64url')}.${mark}`;

    expect(() => credentials.identify(keys.accessKeyId, forged)).toThrow(/token .* is invalid/);
  });

  it('knows root and its sessions again after a restart', async () => {
    const { credentials, directory } = engine.engine;
    const keys = credentials.issue(principal, 1000);
    await engine.close();
    engine = await testEngine([], { clock, directory });

    expect(engine.engine.credentials.root).toEqual(credentials.root);
    expect(engine.engine.credentials.identify(keys.accessKeyId, keys.sessionToken)).toMatchObject({
      principal,
    });
  });

  it('gives each engine a root of its own', async () => {
    const other = await testEngine([]);

    expect(other.engine.credentials.root).not.toEqual(engine.engine.credentials.root);
    await other.destroy();
  });
});
