import type { Client } from '../clients/client.ts';
import type { Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';

/** What led to tokens, in the words of Cognito's trigger sources. */
export type Occasion = 'Authentication' | 'NewPasswordChallenge' | 'RefreshTokens';

/** Someone who is about to get tokens: by which client, as whom and why. */
export type Admitted = {
  pool: Pool;
  client: Client;
  user: User;
  occasion: Occasion;
  /** What the caller of a challenge's answer tells the trigger; Cognito passes it from no other call. */
  clientMetadata?: Record<string, string> | undefined;
};

/** The same in a session, which began in the second `since`. */
export type SignedIn = Admitted & { session: string; since: number };
