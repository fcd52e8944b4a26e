import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { deliveryTo } from '../account/codeMail.ts';
import type { Client } from '../clients/client.ts';
import { requireClientAndPool } from '../clients/requireClient.ts';
import { notAuthorized } from '../errors.ts';
import { ClientId, inertContext, Username } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { folded, type Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { changeUser } from '../users/changeUser.ts';
import type { User } from '../users/user.ts';
import { findUser } from '../users/userKeys.ts';
import { recoveryAddress, refuseAdminOnly, requireRecoveryAddress } from './recoveryAddress.ts';
import { sendRecoveryCode, withRecoveryCode } from './recoveryCode.ts';

const ForgotInput = z.strictObject({ ClientId, Username, ...inertContext });

/** The name that a public caller gives belongs to nobody, where the client says so. */
export const combinationNotFound = (): AwsError =>
  new AwsError('UserNotFoundException', 'Username/client id combination not found.');

/** A user without a password of their own has none to forget: the invitation is to be sent again. */
export const refuseUnconfirmed = (user: User): void => {
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
};

/** An address for a name that has none, the same each time. */
const simulatedAddress = (pool: Pool, name: string): string => {
  if (name.includes('@')) return name;
  const drawn = createHash('sha256').update(pool.secret).update(folded(pool, name)).digest();
  const letter = (index: number) => String.fromCharCode(97 + ((drawn[index] ?? 0) % 26));
  return `${letter(0)}@${letter(1)}`;
};

const reachable = (pool: Pool, user: User | undefined): user is User =>
  user?.enabled === true && recoveryAddress(pool, user) !== undefined;

/** By which client somebody asks, and what it tells the pool's trigger. */
type Asked = { client: Client; clientMetadata: Record<string, string> | undefined };

const send = async (
  state: CognitoState,
  { pool, client, clientMetadata }: Asked & { pool: Pool },
  user: User,
): Promise<JsonObject> => {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  refuseUnconfirmed(user);
  const email = requireRecoveryAddress(pool, user);
  const address = { poolId: pool.id, name: user.sub };
  const after = await changeUser(state, address, (before) =>
    withRecoveryCode(state, before, email),
  );
  const cause = { clientId: client.id, clientMetadata };
  return sendRecoveryCode(state, pool, { user: after, cause });
};

const deliver = async (
  state: CognitoState,
  asked: Asked & { pool: Pool },
  name: string,
): Promise<JsonObject> => {
  const { pool, client } = asked;
  const user = await findUser(state, pool, name);
  const hides = client.settings.PreventUserExistenceErrors === 'ENABLED';
  if (hides && !reachable(pool, user)) return deliveryTo(simulatedAddress(pool, name));
  if (!user) throw combinationNotFound();
  return send(state, asked, user);
};

/**
 * Mails a code to a user who has a password and a verified address. Clients that hide who exists get
 * the same answer for everybody who cannot be reached.
 */
export const forgotPassword = (state: CognitoState): Operation =>
  cognitoOperation(ForgotInput, async (input) => {
    const addressee = await requireClientAndPool(state, input.ClientId);
    refuseAdminOnly(addressee.pool);
    const asked = { ...addressee, clientMetadata: input.ClientMetadata };
    return { CodeDeliveryDetails: await deliver(state, asked, input.Username) };
  });
