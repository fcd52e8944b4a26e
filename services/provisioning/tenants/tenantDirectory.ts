import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { nothingTwice } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { textSetting } from '#shared/settings.ts';
import { IdentityEnv } from '../provisioningEnv.ts';
import { cognitoDirectory } from './cognitoDirectory.ts';

/** The directory of this deployment. */
export const tenantDirectory = () => {
  const { RESOURCE_PREFIX, POOLED_USER_POOL_PARAMETER } = env(IdentityEnv);
  return cognitoDirectory({
    client: new CognitoIdentityProviderClient(nothingTwice),
    prefix: RESOURCE_PREFIX,
    pooledUserPoolId: textSetting(POOLED_USER_POOL_PARAMETER, z.string().min(1)),
  });
};
