import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Operation } from '../../../endpoint/service.ts';
import { invalidParameter, notCovered } from '../errors.ts';
import { Attribute, inertContext, Password, Username, UserPoolId } from '../fields.ts';
import { requireMailQuota } from '../mail/poolMail.ts';
import { cognitoOperation } from '../operation.ts';
import { hashDrawnPassword, hashPassword, type PasswordHash } from '../passwords/passwordHash.ts';
import { checkPassword, temporaryPassword } from '../passwords/passwordPolicy.ts';
import type { SrpUser } from '../passwords/srp.ts';
import type { Pool } from '../pools/pool.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import { isEmail, newAttributes } from './attributeRules.ts';
import { changeUser } from './changeUser.ts';
import { sendInvitation } from './invitation.ts';
import { attributeList, type User, userSummary } from './user.ts';
import { changedCount } from './userCount.ts';
import { findUser, requireUser, userWrites } from './userKeys.ts';

const CreateInput = z.strictObject({
  UserPoolId,
  Username,
  UserAttributes: z.array(Attribute).default([]),
  ValidationData: z.array(Attribute).optional(),
  TemporaryPassword: Password.optional(),
  ForceAliasCreation: z.boolean().optional(),
  MessageAction: z.enum(['RESEND', 'SUPPRESS']).optional(),
  DesiredDeliveryMediums: z.array(z.enum(['SMS', 'EMAIL'])).default(['SMS']),
  ClientMetadata: inertContext.ClientMetadata,
});
type CreateInput = z.infer<typeof CreateInput>;

/** In a pool that signs in by e-mail the user name is the `sub`, and Username the address. */
const named = (pool: Pool, input: CreateInput, sub: string) => {
  const given = input.UserAttributes;
  if (!pool.emailAsUsername) return { username: input.Username, attributes: given };
  if (!isEmail(input.Username)) throw invalidParameter('Username should be an email.');
  const email = given.find((attribute) => attribute.Name === 'email')?.Value ?? input.Username;
  if (email !== input.Username) {
    throw invalidParameter('Username and the attribute email must be the same.');
  }
  const others = given.filter((attribute) => attribute.Name !== 'email');
  return { username: sub, attributes: [{ Name: 'email', Value: email }, ...others] };
};

/** `sub` is the new user's, or that of the one who is invited again. */
type Made = { input: CreateInput; sub: string; password: PasswordHash };

const newUser = (state: CognitoState, pool: Pool, { input, sub, password }: Made): User => {
  const { clock, random } = state.engine;
  const now = clock.now();
  const { username, attributes } = named(pool, input, sub);
  return {
    poolId: pool.id,
    username,
    sub,
    attributes: newAttributes(pool, attributes),
    status: 'FORCE_CHANGE_PASSWORD',
    enabled: true,
    createdAt: now,
    modifiedAt: now,
    password,
    passwordSetAt: now,
    epoch: random.uuid(),
    revoked: [],
  };
};

const alreadyThere = (pool: Pool): AwsError =>
  new AwsError(
    'UsernameExistsException',
    pool.emailAsUsername
      ? 'An account with the given email already exists.'
      : 'User account already exists',
  );

const create = (state: CognitoState, made: Made): Promise<User> =>
  state.turns.take(made.input.UserPoolId, async () => {
    const pool = await requirePool(state, made.input.UserPoolId);
    const user = newUser(state, pool, made);
    if (await findUser(state, pool, made.input.Username)) throw alreadyThere(pool);
    await state.engine.store.batch([
      ...userWrites(state, pool, { after: user }),
      await changedCount(state, pool.id, 1),
    ]);
    return user;
  });

const invitedAgain = (state: CognitoState, { input, sub, password }: Made): Promise<User> =>
  changeUser(state, { poolId: input.UserPoolId, name: sub }, (user) => {
    if (user.status !== 'FORCE_CHANGE_PASSWORD') {
      throw new AwsError(
        'UnsupportedUserStateException',
        `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
      );
    }
    return { ...user, password, passwordSetAt: state.engine.clock.now() };
  });

const mailed = ({ MessageAction, DesiredDeliveryMediums }: CreateInput): boolean =>
  MessageAction !== 'SUPPRESS' && DesiredDeliveryMediums.includes('EMAIL');

const refuseUncovered = (input: CreateInput): void => {
  if (input.ForceAliasCreation) throw notCovered('AdminCreateUser with ForceAliasCreation');
  const texts = input.UserAttributes.some(({ Name }) => Name === 'phone_number');
  if (input.MessageAction !== 'SUPPRESS' && !mailed(input) && texts) {
    throw notCovered('AdminCreateUser with DesiredDeliveryMediums SMS, which is the default');
  }
};

const isRepeat = ({ MessageAction }: CreateInput): boolean => MessageAction === 'RESEND';

/** Whose temporary password it is going to be. */
const ownerOf = async (
  state: CognitoState,
  pool: Pool,
  input: CreateInput,
): Promise<SrpUser & { sub: string }> => {
  if (isRepeat(input)) return requireUser(state, pool, input.Username);
  const sub = state.engine.random.uuid();
  return { poolId: pool.id, sub, username: named(pool, input, sub).username };
};

const hashed = async (
  { engine }: CognitoState,
  owner: SrpUser,
  { text, input }: { text: string; input: CreateInput },
): Promise<PasswordHash> =>
  input.TemporaryPassword === undefined
    ? hashDrawnPassword(engine.random, owner, text)
    : hashPassword(engine.random, owner, text);

/**
 * The user is stored before the invitation goes out: a crash in between is mended by RESEND, which gives
 * the user another temporary password and its full lifetime.
 */
export const adminCreateUser = (state: CognitoState): Operation =>
  cognitoOperation(CreateInput, async (input) => {
    refuseUncovered(input);
    const pool = await requirePool(state, input.UserPoolId);
    if (mailed(input)) await requireMailQuota(state, pool);
    const policy = pool.settings.Policies.PasswordPolicy;
    const text = input.TemporaryPassword ?? temporaryPassword(state.engine.random, policy);
    checkPassword(text, policy);
    const owner = await ownerOf(state, pool, input);
    const password = await hashed(state, owner, { text, input });
    const made = { input, sub: owner.sub, password };
    const user = await (isRepeat(input) ? invitedAgain : create)(state, made);
    if (mailed(input)) await sendInvitation(state, pool, { user, password: text });
    return { User: { ...userSummary(user), Attributes: attributeList(user) } };
  });
