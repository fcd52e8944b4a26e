import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { requireClient, requireClientAndPool } from '../clients/requireClient.ts';
import { notCovered } from '../errors.ts';
import { UserPoolId } from '../fields.ts';
import { userOfCode, userOfSetup } from '../mfa/answerMfa.ts';
import { secondFactor } from '../mfa/secondFactor.ts';
import { cognitoOperation } from '../operation.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import type { Admitted, Occasion } from '../tokens/signedIn.ts';
import type { User } from '../users/user.ts';
import { afterPassword } from './afterPassword.ts';
import { type Answer, RespondInput } from './answer.ts';
import { beginSession } from './beginSession.ts';
import { setNewPassword } from './newPassword.ts';
import { provenUser } from './srpChallenge.ts';

type Respond = (state: CognitoState, keys: KeyRing, answer: Answer) => Promise<JsonObject>;

const admitted = ({ pool, client, input }: Answer, user: User, occasion: Occasion): Admitted => ({
  pool,
  client,
  user,
  occasion,
  clientMetadata: input.ClientMetadata,
});

const afterNewPassword: Respond = async (state, keys, answer) => {
  const user = await setNewPassword(state, answer);
  return secondFactor(state, keys, admitted(answer, user, 'NewPasswordChallenge'));
};

const afterProof: Respond = async (state, keys, answer) => {
  const user = await provenUser(state, answer, answer.input.ChallengeResponses);
  return afterPassword(state, keys, admitted(answer, user, 'Authentication'));
};

const afterSecondFactor =
  (userOf: (state: CognitoState, answer: Answer) => Promise<User>): Respond =>
  async (state, keys, answer) => {
    const user = await userOf(state, answer);
    return beginSession(state, keys, admitted(answer, user, 'Authentication'));
  };

const answers: ReadonlyMap<string, Respond> = new Map([
  ['NEW_PASSWORD_REQUIRED', afterNewPassword],
  ['PASSWORD_VERIFIER', afterProof],
  ['SOFTWARE_TOKEN_MFA', afterSecondFactor(userOfCode)],
  ['MFA_SETUP', afterSecondFactor(userOfSetup)],
]);

const respond: Respond = (state, keys, answer) => {
  const name = answer.input.ChallengeName;
  const run = answers.get(name);
  if (!run) throw notCovered(`challenge ${name}`);
  return run(state, keys, answer);
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
