import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { valueWhen } from '#shared/errors.ts';

const goneIsFine = valueWhen(undefined, 'UserNotFoundException');

/** Whether somebody is an operator at this moment: in the operators' pool, enabled, and SystemAdmin. */
export const operatorPool =
  (client: CognitoIdentityProviderClient, UserPoolId: string) =>
  async (username: string): Promise<boolean> => {
    const get = new AdminGetUserCommand({ UserPoolId, Username: username });
    const user = await client.send(get).catch(goneIsFine);
    const role = user?.UserAttributes?.find(({ Name }) => Name === 'custom:userRole');
    return user?.Enabled === true && role?.Value === 'SystemAdmin';
  };
