import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { isNamed, PermanentError, valueWhen } from '#shared/errors.ts';
import type { Place } from './move.ts';
import type { Address } from './person.ts';

/** A user that a pool has under an address. */
export type FoundUser = { username: string; createdAt: Date; hasSignedIn: boolean };

/** Cognito takes no such address; the message is its own. */
export class AddressRefused extends PermanentError {
  override readonly name = 'AddressRefused';
}

/** Nothing of such a call is wrong but the address: all else of it is the same every time. */
const addressIsWrong = (error: unknown): never => {
  if (!isNamed(error, 'InvalidParameterException')) throw error;
  throw new AddressRefused(error instanceof Error ? error.message : '', { cause: error });
};

const NEVER_SIGNED_IN = 'FORCE_CHANGE_PASSWORD';

type Answered = {
  attributes: AttributeType[] | undefined;
  createdAt: Date | undefined;
  status: string | undefined;
};

const foundUser = ({ attributes, createdAt, status }: Answered): FoundUser => {
  const username = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (username === undefined || createdAt === undefined) {
    throw new Error('Cognito answered without the user’s sub or creation date');
  }
  return { username, createdAt, hasSignedIn: status !== NEVER_SIGNED_IN };
};

/** An address that invitations and codes go to without another proof. */
const verified = (email: string) => [
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: 'true' },
];

const creation = ({ userPoolId, email }: Address) => ({
  UserPoolId: userPoolId,
  Username: email,
  DesiredDeliveryMediums: ['EMAIL' as const],
});

const nameIsUsed = valueWhen(undefined, 'UsernameExistsException');
/** The person has signed in meanwhile: no invitation is needed. */
const signedInIsFine = valueWhen(undefined, 'UnsupportedUserStateException');
const goneIsFine = valueWhen(undefined, 'UserNotFoundException');
const nobodyIsLeft = valueWhen('changed', 'UserNotFoundException', 'ResourceNotFoundException');
const addressIsUsed = valueWhen('used', 'AliasExistsException');

const changesOf = (client: CognitoIdentityProviderClient) => ({
  /**
   * Gives a user another address, which it signs in by from now on; 'used' when another user has it. A user that
   * is gone, alone or with its pool, is fine.
   */
  changeAddress: ({ userPoolId, username }: Place, to: string): Promise<'changed' | 'used'> =>
    client
      .send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: userPoolId,
          Username: username,
          UserAttributes: verified(to),
        }),
      )
      .then(() => 'changed' as const, addressIsUsed)
      .catch(nobodyIsLeft)
      .catch(addressIsWrong),
  /** Turns the second factor off; does nothing when the user is gone, or has none. */
  async dropSecondFactor({ userPoolId, username }: Place): Promise<void> {
    const drop = new AdminSetUserMFAPreferenceCommand({
      UserPoolId: userPoolId,
      Username: username,
      SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
    });
    await client.send(drop).catch(goneIsFine);
  },
  /** Succeeds when it is gone already. */
  async deleteUser({ userPoolId, username }: Place): Promise<void> {
    const gone = new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: username });
    await client.send(gone).catch(goneIsFine);
  },
});

/** People's users in Cognito; the invitation with the temporary password is Cognito's own e-mail. */
export const cognitoUsers = (client: CognitoIdentityProviderClient) => ({
  /** Creates and invites a user; undefined when the pool has one with this address. */
  async invite(address: Address): Promise<FoundUser | undefined> {
    const create = new AdminCreateUserCommand({
      ...creation(address),
      UserAttributes: verified(address.email),
    });
    const User = (await client.send(create).catch(nameIsUsed).catch(addressIsWrong))?.User;
    return (
      User &&
      foundUser({
        attributes: User.Attributes,
        createdAt: User.UserCreateDate,
        status: User.UserStatus,
      })
    );
  },
  /**
   * Sends another invitation; the temporary password of the one before it ends. False, and nothing is sent,
   * when the person has signed in by now.
   */
  async inviteAgain(address: Address): Promise<boolean> {
    const again = new AdminCreateUserCommand({ ...creation(address), MessageAction: 'RESEND' });
    return (await client.send(again).catch(signedInIsFine)) !== undefined;
  },
  /** The user with this address; undefined when there is none. */
  async find({ userPoolId, email }: Address): Promise<FoundUser | undefined> {
    const get = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email });
    const user = await client.send(get).catch(goneIsFine);
    return (
      user &&
      foundUser({
        attributes: user.UserAttributes,
        createdAt: user.UserCreateDate,
        status: user.UserStatus,
      })
    );
  },
  ...changesOf(client),
});

export type CognitoUsers = ReturnType<typeof cognitoUsers>;
