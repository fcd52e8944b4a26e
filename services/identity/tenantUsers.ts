import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { latestRoute } from './authorizer/routeReader.ts';
import { cognitoUsers } from './cognitoUsers.ts';
import { TenantUsersEnv } from './identityEnv.ts';
import { memberTable } from './memberTable.ts';
import { removeUsers } from './removeUsers.ts';

/** Tenants' users in this deployment, and the routes that say which tenants there are. */
export const tenantUsers = () => {
  const {
    MEMBER_TABLE,
    ROUTING_TABLE,
    POOLED_USER_POOL_ID: pooledUserPoolId,
  } = env(TenantUsersEnv);
  const documents = documentClient();
  const cognito = cognitoUsers(new CognitoIdentityProviderClient(clientDefaults));
  const members = memberTable(documents, MEMBER_TABLE);
  return {
    cognito,
    members,
    latestRoute: latestRoute(documents, ROUTING_TABLE),
    removeUsers: removeUsers({ pooledUserPoolId, members, cognito }),
  };
};
