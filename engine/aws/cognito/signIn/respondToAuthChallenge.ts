import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { ownAttributes } from '../account/ownAttributes.ts';
import type { Client } from '../clients/client.ts';
import { requireClient, requireClientAndPool } from '../clients/requireClient.ts';
import { invalidParameter, notCovered } from '../errors.ts';
import { ClientId, inertContext, UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { hashPassword } from '../passwords/passwordHash.ts';
import { checkPassword } from '../passwords/passwordPolicy.ts';
import type { Pool } from '../pools/pool.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import { changeUser } from '../users/changeUser.ts';
import type { User } from '../users/user.ts';
import { afterPassword } from './afterPassword.ts';
import { beginSession } from './beginSession.ts';
import { required } from './entrance.ts';
import { challengedUser, refuseSpent } from './newPasswordChallenge.ts';
import { provenUser } from './srpChallenge.ts';

const RespondInput = z.strictObject({
  ClientId,
  ChallengeName: z.string(),
  Session: z.string().optional(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
  ...inertContext,
});
type RespondInput = z.infer<typeof RespondInput>;

const PREFIX = 'userAttributes.';

const attributesIn = (responses: Readonly<Record<string, string>>) =>
  Object.entries(responses)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, Value]) => ({ Name: name.slice(PREFIX.length), Value }));

const refuseIncomplete = (pool: Pool, user: User): void => {
  const missing = pool.schema.find(
    ({ Name, Required }) => Required && Name !== 'sub' && !(Name in user.attributes),
  );
  if (missing) throw invalidParameter(`Invalid attributes given, ${missing.Name} is missing`);
};

type Answer = { pool: Pool; client: Client; input: RespondInput };
type Respond = (state: CognitoState, keys: KeyRing, answer: Answer) => Promise<JsonObject>;

const setNewPassword = async (
  state: CognitoState,
  { pool, client, input }: Answer,
): Promise<User> => {
  const responses = input.ChallengeResponses;
  const session = required({ Session: input.Session ?? '' }, 'Session');
  const username = required(responses, 'USERNAME');
  const challenged = await challengedUser(state, { pool, client }, { session, username });
  const text = required(responses, 'NEW_PASSWORD');
  checkPassword(text, pool.settings.Policies.PasswordPolicy);
  const password = await hashPassword(state.engine.random, challenged, text);
  return changeUser(state, { poolId: pool.id, name: challenged.sub }, (user) => {
    refuseSpent(user, challenged.password.salt);
    const attributes = ownAttributes({ pool, client, user }, attributesIn(responses));
    const complete: User = { ...user, attributes, password, status: 'CONFIRMED' };
    refuseIncomplete(pool, complete);
    return { ...complete, passwordSetAt: state.engine.clock.now() };
  });
};

const afterNewPassword: Respond = async (state, keys, answer) => {
  const user = await setNewPassword(state, answer);
  return beginSession(state, keys, {
    ...answer,
    user,
    occasion: 'NewPasswordChallenge',
    clientMetadata: answer.input.ClientMetadata,
  });
};

const afterProof: Respond = async (state, keys, answer) => {
  const user = await provenUser(state, answer, answer.input.ChallengeResponses);
  return afterPassword(state, keys, {
    ...answer,
    user,
    clientMetadata: answer.input.ClientMetadata,
  });
};

const respond: Respond = (state, keys, answer) => {
  switch (answer.input.ChallengeName) {
    case 'NEW_PASSWORD_REQUIRED':
      return afterNewPassword(state, keys, answer);
    case 'PASSWORD_VERIFIER':
      return afterProof(state, keys, answer);
    default:
      throw notCovered(`challenge ${answer.input.ChallengeName}`);
  }
};

/** Answers a challenge: with tokens, or with the next one. */
export const respondToAuthChallenge = (state: CognitoState, keys: KeyRing): Operation =>
  cognitoOperation(RespondInput, async (input) => {
    const { client, pool } = await requireClientAndPool(state, input.ClientId);
    return respond(state, keys, { pool, client, input });
  });

/** The same for a caller with AWS credentials. */
export const adminRespondToAuthChallenge = (state: CognitoState, keys: KeyRing): Operation =>
  cognitoOperation(RespondInput.extend({ UserPoolId }), async (input) => {
    const pool = await requirePool(state, input.UserPoolId);
    const client = await requireClient(state, pool.id, input.ClientId);
    return respond(state, keys, { pool, client, input });
  });
