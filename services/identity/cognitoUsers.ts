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
import { TenantRole } from '#events/fields.ts';
import { valueWhen } from '#shared/errors.ts';

export type NewUser = {
  userPoolId: string;
  tenantId: string;
  /** The TenantProvisioned of its tenant. */
  madeFor: string;
  email: string;
  role: TenantRole;
};

export type Creation =
  /** `role` is what tokens say: an earlier try may have given another than this one asks for. */
  | { kind: 'created'; username: string; createdAt: Date; role: TenantRole }
  /** A user of the same tenant, from before it was made anew. */
  | { kind: 'leftOver'; username: string }
  /** The address belongs to somebody of another tenant in the same pool. */
  | { kind: 'emailTaken' };

/** A user's place in Cognito. */
export type Place = { userPoolId: string; username: string };

const attributeValue = (attributes: AttributeType[] | undefined, name: string) =>
  attributes?.find((attribute) => attribute.Name === name)?.Value;

const created = (
  role: TenantRole,
  attributes: AttributeType[] | undefined,
  at: Date | undefined,
): Creation => {
  const username = attributeValue(attributes, 'sub');
  if (username === undefined || at === undefined) {
    throw new Error('Cognito answered without the user’s sub or creation date');
  }
  return { kind: 'created', username, createdAt: at, role };
};

const tenantOf = (attributes: AttributeType[] | undefined) =>
  attributeValue(attributes, 'custom:tenantId');

const madeForOf = (attributes: AttributeType[] | undefined) =>
  attributeValue(attributes, 'custom:madeFor');

const existing = async (
  client: CognitoIdentityProviderClient,
  { userPoolId, email, tenantId, madeFor }: NewUser,
): Promise<Creation> => {
  const get = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email });
  const { UserAttributes, UserCreateDate } = await client.send(get);
  if (tenantOf(UserAttributes) !== tenantId) return { kind: 'emailTaken' };
  const username = attributeValue(UserAttributes, 'sub') ?? '';
  if (madeForOf(UserAttributes) !== madeFor) return { kind: 'leftOver', username };
  const role = TenantRole.parse(attributeValue(UserAttributes, 'custom:userRole'));
  return created(role, UserAttributes, UserCreateDate);
};

const creation = ({ userPoolId, tenantId, madeFor, email, role }: NewUser) =>
  new AdminCreateUserCommand({
    UserPoolId: userPoolId,
    Username: email,
    DesiredDeliveryMediums: ['EMAIL'],
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenantId', Value: tenantId },
      { Name: 'custom:userRole', Value: role },
      { Name: 'custom:madeFor', Value: madeFor },
    ],
  });

const input = ({ userPoolId, username }: Place) => ({ UserPoolId: userPoolId, Username: username });

const nameIsUsed = valueWhen(undefined, 'UsernameExistsException');
const goneIsFine = valueWhen(undefined, 'UserNotFoundException');

/** Users in Cognito; the invitation with the temporary password is Cognito's own e-mail. */
export const cognitoUsers = (client: CognitoIdentityProviderClient) => ({
  /** Creates and invites a user, or finds the one that an earlier try made. */
  async createUser(user: NewUser): Promise<Creation> {
    const made = await client.send(creation(user)).catch(nameIsUsed);
    if (!made) return existing(client, user);
    return created(user.role, made.User?.Attributes, made.User?.UserCreateDate);
  },
  /** A tenant's user with this address, and what it was made for; undefined when it is nobody's or another's. */
  async userOf({ userPoolId, tenantId, email }: Omit<NewUser, 'role' | 'madeFor'>) {
    const get = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email });
    const attributes = (await client.send(get).catch(goneIsFine))?.UserAttributes;
    const username = attributeValue(attributes, 'sub');
    const isItsOwn = username !== undefined && tenantOf(attributes) === tenantId;
    return isItsOwn ? { username, madeFor: madeForOf(attributes) } : undefined;
  },
  /** Cognito's own word for how far the user has come, e.g. `CONFIRMED`; undefined when it is gone. */
  async statusOf(place: Place): Promise<string | undefined> {
    const get = new AdminGetUserCommand(input(place));
    const user = await client.send(get).catch(goneIsFine);
    return user ? (user.UserStatus ?? 'UNKNOWN') : undefined;
  },
  /** Does nothing when the user is gone, as the next one does. */
  async setRole(place: Place, role: TenantRole): Promise<void> {
    const UserAttributes = [{ Name: 'custom:userRole', Value: role }];
    const update = new AdminUpdateUserAttributesCommand({ ...input(place), UserAttributes });
    await client.send(update).catch(goneIsFine);
  },
  async setEnabled(place: Place, enabled: boolean): Promise<void> {
    const Command = enabled ? AdminEnableUserCommand : AdminDisableUserCommand;
    await client.send(new Command(input(place))).catch(goneIsFine);
  },
  /** Succeeds when it is gone already. */
  async deleteUser(place: Place): Promise<void> {
    const gone = new AdminDeleteUserCommand(input(place));
    await client.send(gone).catch(goneIsFine);
  },
});

export type CognitoUsers = ReturnType<typeof cognitoUsers>;
