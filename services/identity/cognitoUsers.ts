import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { isNamed, unless } from '#shared/errors.ts';
import type { TenantRole } from './member.ts';

export type NewUser = { userPoolId: string; tenantId: string; email: string; role: TenantRole };

export type Creation =
  | { kind: 'created'; username: string; createdAt: Date }
  /** The address belongs to somebody of another tenant in the same pool. */
  | { kind: 'emailTaken' };

/** A user's place in Cognito. */
export type Place = { userPoolId: string; username: string };

const attributeValue = (attributes: AttributeType[] | undefined, name: string) =>
  attributes?.find((attribute) => attribute.Name === name)?.Value;

const created = (attributes: AttributeType[] | undefined, at: Date | undefined): Creation => {
  const username = attributeValue(attributes, 'sub');
  if (username === undefined || at === undefined) {
    throw new Error('Cognito answered without the user’s sub or creation date');
  }
  return { kind: 'created', username, createdAt: at };
};

const existing = async (
  client: CognitoIdentityProviderClient,
  { userPoolId, email, tenantId }: NewUser,
): Promise<Creation> => {
  const get = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email });
  const { UserAttributes, UserCreateDate } = await client.send(get);
  return attributeValue(UserAttributes, 'custom:tenantId') === tenantId
    ? created(UserAttributes, UserCreateDate)
    : { kind: 'emailTaken' };
};

const creation = ({ userPoolId, tenantId, email, role }: NewUser) =>
  new AdminCreateUserCommand({
    UserPoolId: userPoolId,
    Username: email,
    DesiredDeliveryMediums: ['EMAIL'],
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenantId', Value: tenantId },
      { Name: 'custom:userRole', Value: role },
    ],
  });

const input = ({ userPoolId, username }: Place) => ({ UserPoolId: userPoolId, Username: username });

/** Users in Cognito; the invitation with the temporary password is Cognito's own e-mail. */
export const cognitoUsers = (client: CognitoIdentityProviderClient) => ({
  /** Creates and invites a user, or finds the one that an earlier try made. */
  async createUser(user: NewUser): Promise<Creation> {
    try {
      const { User } = await client.send(creation(user));
      return created(User?.Attributes, User?.UserCreateDate);
    } catch (error) {
      if (!isNamed(error, 'UsernameExistsException')) throw error;
      return existing(client, user);
    }
  },
  /** Cognito's own word for how far the user has come, e.g. `CONFIRMED`. */
  async statusOf(place: Place): Promise<string> {
    const { UserStatus } = await client.send(new AdminGetUserCommand(input(place)));
    return UserStatus ?? 'UNKNOWN';
  },
  async setRole(place: Place, role: TenantRole): Promise<void> {
    const UserAttributes = [{ Name: 'custom:userRole', Value: role }];
    await client.send(new AdminUpdateUserAttributesCommand({ ...input(place), UserAttributes }));
  },
  async setEnabled(place: Place, enabled: boolean): Promise<void> {
    const Command = enabled ? AdminEnableUserCommand : AdminDisableUserCommand;
    await client.send(new Command(input(place)));
  },
  /** Succeeds when it is gone already. */
  async deleteUser(place: Place): Promise<void> {
    const gone = new AdminDeleteUserCommand(input(place));
    await client.send(gone).catch(unless('UserNotFoundException'));
  },
});

export type CognitoUsers = ReturnType<typeof cognitoUsers>;
