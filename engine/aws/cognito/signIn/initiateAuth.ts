import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Client } from '../clients/client.ts';
import { requireClient, requireClientAndPool } from '../clients/requireClient.ts';
import { invalidParameter, notCovered } from '../errors.ts';
import { ClientId, inertContext, UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import { type Entrance, required } from './entrance.ts';
import { passwordSignIn } from './passwordSignIn.ts';
import { refresh } from './refresh.ts';
import { srpChallenge } from './srpChallenge.ts';

const AuthFlow = z.enum([
  'USER_SRP_AUTH',
  'REFRESH_TOKEN_AUTH',
  'REFRESH_TOKEN',
  'CUSTOM_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
]);
type AuthFlow = z.infer<typeof AuthFlow>;

const AuthInput = z.strictObject({
  ClientId,
  AuthFlow,
  AuthParameters: z.record(z.string(), z.string()).default({}),
  ...inertContext,
});

type Kind = 'password' | 'adminPassword' | 'srp' | 'refresh';

const kinds: Partial<Record<AuthFlow, Kind>> = {
  USER_PASSWORD_AUTH: 'password',
  ADMIN_USER_PASSWORD_AUTH: 'adminPassword',
  ADMIN_NO_SRP_AUTH: 'adminPassword',
  USER_SRP_AUTH: 'srp',
  REFRESH_TOKEN_AUTH: 'refresh',
  REFRESH_TOKEN: 'refresh',
};

/** Which of a client's ExplicitAuthFlows allow a kind; the names without ALLOW_ are the old ones. */
const allowedBy: Record<Kind, readonly string[]> = {
  password: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  adminPassword: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  srp: ['ALLOW_USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  refresh: [
    'ALLOW_REFRESH_TOKEN_AUTH',
    'USER_PASSWORD_AUTH',
    'ADMIN_NO_SRP_AUTH',
    'CUSTOM_AUTH_FLOW_ONLY',
  ],
};

const notEnabled = (kind: Kind, flow: AuthFlow): string => {
  if (kind === 'adminPassword') return 'Auth flow not enabled for this client';
  if (kind === 'srp') return `${flow} is not enabled for the client.`;
  return `${flow} flow not enabled for this client`;
};

const kindOf = (flow: AuthFlow, client: Client): Kind => {
  const kind = kinds[flow];
  if (!kind) throw notCovered(`auth flow ${flow}`);
  if (!client.settings.ExplicitAuthFlows.some((name) => allowedBy[kind].includes(name))) {
    throw invalidParameter(notEnabled(kind, flow));
  }
  return kind;
};

const enter = (
  state: CognitoState,
  keys: KeyRing,
  { kind, ...entrance }: Entrance & { kind: Kind },
): Promise<JsonObject> => {
  if (kind === 'srp') return srpChallenge(state, entrance);
  if (kind !== 'refresh') return passwordSignIn(state, keys, entrance);
  const token = required(entrance.parameters, 'REFRESH_TOKEN');
  return refresh(state, keys, { ...entrance, token });
};

/** Signs a user in without AWS credentials. */
export const initiateAuth = (state: CognitoState, keys: KeyRing): Operation =>
  cognitoOperation(AuthInput, async ({ ClientId: id, AuthFlow: flow, AuthParameters }) => {
    const { client, pool } = await requireClientAndPool(state, id);
    if (kinds[flow] === 'adminPassword') {
      throw invalidParameter('Initiate Auth method not supported.');
    }
    const kind = kindOf(flow, client);
    return enter(state, keys, { pool, client, kind, parameters: AuthParameters });
  });

/** Signs a user in for a caller with AWS credentials. */
export const adminInitiateAuth = (state: CognitoState, keys: KeyRing): Operation =>
  cognitoOperation(AuthInput.extend({ UserPoolId }), async (input) => {
    const pool = await requirePool(state, input.UserPoolId);
    const client = await requireClient(state, pool.id, input.ClientId);
    if (kinds[input.AuthFlow] === 'password') {
      throw invalidParameter('Initiate Auth method not supported.');
    }
    const kind = kindOf(input.AuthFlow, client);
    return enter(state, keys, { pool, client, kind, parameters: input.AuthParameters });
  });
