import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Client } from '../clients/client.ts';
import { invalidParameter, notAuthorized, userNotFound, wrongPassword } from '../errors.ts';
import {
  claimSignature,
  isUsable,
  type SrpVerifier,
  serverHalf,
  sessionKey,
  srpVerifier,
} from '../passwords/srp.ts';
import { folded, type Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { seal, unseal } from '../tokens/seal.ts';
import type { User } from '../users/user.ts';
import { findUser } from '../users/userKeys.ts';
import { type Entrance, required } from './entrance.ts';

/** What the secret block holds: the exchange so far, so that nothing is kept between the two calls. */
const Block = z.object({
  sub: z.string(),
  client_id: z.string(),
  clientHalf: z.string(),
  secret: z.string(),
  shown: z.string(),
});

const TIMESTAMP =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/;

type Party = { id: string; sub: string; verifier: SrpVerifier };

/** 32 hexadecimal digits in the form of a random UUID. */
const asUuid = (hex: string): string => {
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  const third = `4${hex.slice(13, 16)}`;
  const fourth = variant + hex.slice(17, 20);
  return [hex.slice(0, 8), hex.slice(8, 12), third, fourth, hex.slice(20, 32)].join('-');
};

/** Nobody of that name: the same salt and id at every attempt, as for a user who is there. */
const simulated = (pool: Pool, name: string): Party => {
  const drawn = (what: string) =>
    createHmac('sha512', pool.secret)
      .update(`${what}/${folded(pool, name)}`)
      .digest('hex');
  const sub = asUuid(drawn('id'));
  const verifier = { salt: drawn('salt').slice(0, 32), verifier: drawn('verifier') };
  return { id: pool.emailAsUsername ? sub : name, sub, verifier };
};

const partyOf = async (
  state: CognitoState,
  { pool, client }: Entrance,
  name: string,
): Promise<Party> => {
  const user = await findUser(state, pool, name);
  if (!user && client.settings.PreventUserExistenceErrors === 'LEGACY') throw userNotFound();
  if (!user?.password.srp) return simulated(pool, name);
  return { id: user.username, sub: user.sub, verifier: srpVerifier(user.password.srp) };
};

/** The first answer of SRP: PASSWORD_VERIFIER. Users who are not there get one as well. */
export const srpChallenge = async (
  state: CognitoState,
  entrance: Entrance,
): Promise<JsonObject> => {
  const { pool, client, parameters } = entrance;
  const name = required(parameters, 'USERNAME');
  const clientHalf = required(parameters, 'SRP_A');
  if (!isUsable(clientHalf)) throw invalidParameter('Invalid SRP_A');
  const { id, sub, verifier } = await partyOf(state, entrance, name);
  const half = serverHalf(state.engine.random, verifier.verifier);
  const block = await seal(state, pool, {
    use: 'srp',
    until: Math.floor(state.engine.clock.now() / 1000) + client.settings.AuthSessionValidity * 60,
    claims: { sub, client_id: client.id, clientHalf, ...half },
  });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: verifier.salt,
      SECRET_BLOCK: Buffer.from(block).toString('base64'),
      SRP_B: half.shown,
      USERNAME: id,
      USER_ID_FOR_SRP: id,
    },
  };
};

const openedBlock = async (
  state: CognitoState,
  { pool, client }: { pool: Pool; client: Client },
  block: Buffer,
) => {
  const token = block.toString();
  const opened = await unseal(state, pool, { use: 'srp', token, claims: Block });
  if (opened === 'expired') {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  if (opened === 'invalid' || opened.client_id !== client.id) throw wrongPassword();
  return opened;
};

/** The user whom the answer to PASSWORD_VERIFIER proves to know the password. */
export const provenUser = async (
  state: CognitoState,
  at: { pool: Pool; client: Client },
  responses: Readonly<Record<string, string>>,
): Promise<User> => {
  const name = required(responses, 'USERNAME');
  const block = Buffer.from(required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');
  const given = Buffer.from(required(responses, 'PASSWORD_CLAIM_SIGNATURE'), 'base64');
  const timestamp = required(responses, 'TIMESTAMP');
  if (!TIMESTAMP.test(timestamp)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  const { sub, clientHalf, ...server } = await openedBlock(state, at, block);
  const user = await findUser(state, at.pool, name);
  if (!user?.password.srp || user.sub !== sub) throw wrongPassword();
  const { verifier } = srpVerifier(user.password.srp);
  const key = sessionKey({ verifier, clientHalf, server });
  const right = claimSignature(key, user, { block, timestamp });
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw wrongPassword();
  return user;
};
