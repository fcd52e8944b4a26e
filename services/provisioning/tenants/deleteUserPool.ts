import {
  type CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * Whatever UpdateUserPool is not told it resets: a pool that is left when its deletion fails is as closed as
 * before, and bears the tags by which IAM lets it be deleted.
 */
const unprotected = (UserPoolId: string, pool: UserPoolType): UpdateUserPoolCommandInput => ({
  UserPoolId,
  DeletionProtection: 'INACTIVE',
  Policies: pool.Policies,
  AutoVerifiedAttributes: pool.AutoVerifiedAttributes,
  AccountRecoverySetting: pool.AccountRecoverySetting,
  // Cognito gives, but does not take back, what it derives from the password policy.
  AdminCreateUserConfig: {
    AllowAdminCreateUserOnly: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly,
  },
  MfaConfiguration: pool.MfaConfiguration,
  LambdaConfig: pool.LambdaConfig,
  UserPoolTags: pool.UserPoolTags,
});

/**
 * Deletes a tenant's user pool, and lifts its protection before. For `removeOwned` alone, which has made sure
 * that it may go. ResourceNotFoundException when it is gone.
 */
export const deleteUserPool = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<void> => {
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
  if (UserPool?.DeletionProtection === 'ACTIVE') {
    await client.send(new UpdateUserPoolCommand(unprotected(UserPoolId, UserPool)));
  }
  await client.send(new DeleteUserPoolCommand({ UserPoolId }));
};
