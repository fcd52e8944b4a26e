import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Principal } from '../endpoint/call.ts';
import { AwsError } from '../endpoint/errors.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Random, randomString } from '../kernel/random.ts';
import type { Store } from '../kernel/store.ts';

/** Keys as an SDK client uses them. `expiration` is in epoch milliseconds. */
export type Keys = { accessKeyId: string; secretAccessKey: string };
export type SessionKeys = Keys & { sessionToken: string; expiration: number };

/** The principal behind an access key, and the secret that its signatures must be made with. */
export type Identity = { principal: Principal; secretAccessKey: string };

/** Which access keys exist, and whose they are. */
export type Credentials = {
  /** The account root's keys: made at the first start, the same ever after. */
  root: Keys;
  /** Temporary keys for a role session. */
  issue(principal: Principal, lifetimeMs: number): SessionKeys;
  /** Throws UnrecognizedClientException or ExpiredTokenException. */
  identify(accessKeyId: string, sessionToken: string | undefined): Identity;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const StoredKeys = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

const RolePrincipal = z.object({
  kind: z.literal('role'),
  accountId: z.string(),
  roleName: z.string(),
  sessionName: z.string(),
  tags: z.record(z.string(), z.string()),
  sessionPolicy: z.string().exactOptional(),
  transitiveTagKeys: z.array(z.string()).exactOptional(),
});

const Session = z.object({
  accessKeyId: z.string(),
  expiration: z.number(),
  principal: RolePrincipal,
});

const unrecognized = (): AwsError =>
  new AwsError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    { status: 403 },
  );

const equal = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const rootKeys = async (store: Store, random: Random): Promise<Keys> => {
  const stored = store.collection('credentials', StoredKeys);
  const known = await stored.get('root');
  // The SDK writes into the credentials that it is given.
  if (known) return { ...known };
  const keys = {
    accessKeyId: `AKIA${randomString(random, ALPHABET, 16)}`,
    secretAccessKey: random.bytes(30).toString('base64'),
  };
  await stored.put('root', keys);
  return keys;
};

/**
 * Session tokens carry their principal, sealed with a key derived from the root secret: nothing is
 * kept for a session, and one outlives a restart.
 */
export const credentialsIn = async (deps: {
  store: Store;
  clock: Clock;
  random: Random;
  accountId: string;
}): Promise<Credentials> => {
  const root = await rootKeys(deps.store, deps.random);
  const seal = (use: string, text: string): string =>
    createHmac('sha256', root.secretAccessKey).update(`${use}\n${text}`).digest('base64url');

  const open = (accessKeyId: string, sessionToken: string): Identity => {
    const [body = '', mark = ''] = sessionToken.split('.');
    if (!equal(mark, seal('token', body))) throw unrecognized();
    const session = Session.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
    if (session.accessKeyId !== accessKeyId) throw unrecognized();
    if (session.expiration <= deps.clock.now()) {
      throw new AwsError(
        'ExpiredTokenException',
        'The security token included in the request is expired',
        { status: 403 },
      );
    }
    return { principal: session.principal, secretAccessKey: seal('secret', accessKeyId) };
  };

  return {
    root,
    issue(principal, lifetimeMs) {
      const accessKeyId = `ASIA${randomString(deps.random, ALPHABET, 16)}`;
      const expiration = deps.clock.now() + lifetimeMs;
      const body = Buffer.from(JSON.stringify({ accessKeyId, expiration, principal })).toString(
        'base64url',
      );
      const sessionToken = `${body}.${seal('token', body)}`;
      return {
        accessKeyId,
        secretAccessKey: seal('secret', accessKeyId),
        sessionToken,
        expiration,
      };
    },
    identify(accessKeyId, sessionToken) {
      if (sessionToken !== undefined) return open(accessKeyId, sessionToken);
      if (accessKeyId !== root.accessKeyId) throw unrecognized();
      const principal: Principal = { kind: 'root', accountId: deps.accountId };
      return { principal, secretAccessKey: root.secretAccessKey };
    },
  };
};
