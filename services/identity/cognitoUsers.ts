import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { isNamed } from '#shared/errors.ts';
import type { Creation, NewUser } from './createTenantAdmin.ts';

const attributeValue = (
  attributes: AttributeType[] | undefined,
  name: string,
): string | undefined => attributes?.find((attribute) => attribute.Name === name)?.Value;

const created = (
  attributes: AttributeType[] | undefined,
  createdAt: Date | undefined,
): Creation => {
  const userId = attributeValue(attributes, 'sub');
  if (userId === undefined || createdAt === undefined) {
    throw new Error('Cognito answered without the user’s sub or creation date');
  }
  return { kind: 'created', userId, createdAt };
};

const existing = async (
  client: CognitoIdentityProviderClient,
  user: NewUser,
): Promise<Creation> => {
  const get = new AdminGetUserCommand({ UserPoolId: user.userPoolId, Username: user.email });
  const { UserAttributes, UserCreateDate } = await client.send(get);
  if (attributeValue(UserAttributes, 'custom:tenantId') === user.tenantId) {
    return created(UserAttributes, UserCreateDate);
  }
  return { kind: 'emailTaken' };
};

/** Users in Cognito; the invitation with the temporary password is Cognito's own e-mail. */
export const cognitoUsers = (client: CognitoIdentityProviderClient) => ({
  async createUser(user: NewUser): Promise<Creation> {
    const create = new AdminCreateUserCommand({
      UserPoolId: user.userPoolId,
      Username: user.email,
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: [
        { Name: 'email', Value: user.email },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:tenantId', Value: user.tenantId },
        { Name: 'custom:userRole', Value: user.role },
      ],
    });
    try {
      const { User } = await client.send(create);
      return created(User?.Attributes, User?.UserCreateDate);
    } catch (error) {
      if (!isNamed(error, 'UsernameExistsException')) throw error;
      return existing(client, user);
    }
  },
});
