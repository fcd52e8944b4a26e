import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import { Counts } from '../../kernel/counts.ts';
import type { Collection } from '../../kernel/store.ts';
import { Turns } from '../../kernel/turns.ts';
import { DailyCount } from '../../limits/dailyCount.ts';
import { Client, clientKey } from './clients/client.ts';
import { Pool } from './pools/pool.ts';
import { SigningKey } from './tokens/signingKey.ts';
import { User } from './users/user.ts';

const Owner = z.object({ poolId: z.string() });
const Reference = z.object({ username: z.string() });
const Count = z.object({ users: z.number() });

/** Everything the service keeps. Changes of one pool are made inside a turn of that pool's id. */
export type CognitoState = Readonly<{
  engine: Engine;
  turns: Turns;
  /** poolId */
  pools: Collection<Pool>;
  /** poolId/clientId */
  clients: Collection<Client>;
  /** clientId: sign-in names the client only. */
  clientOwners: Collection<z.infer<typeof Owner>>;
  /** poolId/username */
  users: Collection<User>;
  /** The other ways to a user: see users/userKeys.ts. */
  userKeys: Collection<z.infer<typeof Reference>>;
  /** poolId */
  userCounts: Collection<z.infer<typeof Count>>;
  /** poolId */
  signingKeys: Collection<SigningKey>;
  /** poolId */
  clientCounts: Counts;
  /** Of Cognito's own sender. */
  mails: DailyCount;
}>;

/** Opens the service's collections in the engine's store. */
export const cognitoState = (engine: Engine): CognitoState => {
  const { store } = engine;
  const clients = store.collection('cognito.clients', Client);
  return {
    engine,
    turns: new Turns(),
    pools: store.collection('cognito.pools', Pool),
    clients,
    clientOwners: store.collection('cognito.clientOwners', Owner),
    users: store.collection('cognito.users', User),
    userKeys: store.collection('cognito.userKeys', Reference),
    userCounts: store.collection('cognito.userCounts', Count),
    signingKeys: store.collection('cognito.signingKeys', SigningKey),
    clientCounts: new Counts(
      async (poolId) => (await clients.list({ prefix: clientKey(poolId, '') })).length,
    ),
    mails: new DailyCount(engine, 'cognito'),
  };
};
