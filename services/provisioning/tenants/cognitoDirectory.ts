import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  ListUsersCommand,
  paginateListUserPoolClients,
  paginateListUserPools,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { nothingTwice } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { tagsMayLag, unless } from '#shared/errors.ts';
import { textSetting } from '#shared/settings.ts';
import type { Directory } from '../onboarding/createIdentity.ts';
import { IdentityEnv } from '../provisioningEnv.ts';
import { idsByName, tenantResourceName } from './tenantResources.ts';
import { appClientInput, userPoolInput } from './tenantUserPool.ts';

const PAGE = 60;

const goneIsFine = unless('ResourceNotFoundException');

const made = (id: string | undefined): string => {
  if (id === undefined) throw new Error('Cognito answered without an id');
  return id;
};

const tenantOf = ({ Attributes = [] }: UserType): string | undefined =>
  Attributes.find(({ Name }) => Name === 'custom:tenantId')?.Value;

type Deps = {
  client: CognitoIdentityProviderClient;
  prefix: string;
  pooledUserPoolId: () => Promise<string>;
};

const userPools = ({ client, prefix }: Deps) => ({
  async createUserPool(tenantId: string) {
    const create = new CreateUserPoolCommand(userPoolInput(prefix, tenantId));
    return made((await client.send(create)).UserPool?.Id);
  },
  async findUserPools(tenantId: string) {
    const pages = paginateListUserPools({ client }, { MaxResults: PAGE });
    return idsByName(tenantResourceName(prefix, tenantId), pages, ({ UserPools }) =>
      UserPools?.map((pool) => ({ name: pool.Name, id: pool.Id })),
    );
  },
  async deleteUserPool(userPoolId: string) {
    await client.send(new DeleteUserPoolCommand({ UserPoolId: userPoolId })).catch(goneIsFine);
  },
});

const appClients = ({ client, prefix }: Deps) => ({
  async createAppClient(userPoolId: string, tenantId: string) {
    const name = tenantResourceName(prefix, tenantId);
    const create = new CreateUserPoolClientCommand(appClientInput(userPoolId, name));
    const { UserPoolClient } = await client.send(create).catch(tagsMayLag);
    return made(UserPoolClient?.ClientId);
  },
  async findAppClients(userPoolId: string, tenantId: string) {
    const list = { UserPoolId: userPoolId, MaxResults: PAGE };
    const pages = paginateListUserPoolClients({ client }, list);
    return idsByName(tenantResourceName(prefix, tenantId), pages, ({ UserPoolClients }) =>
      UserPoolClients?.map((found) => ({ name: found.ClientName, id: found.ClientId })),
    );
  },
  async deleteAppClient(userPoolId: string, appClientId: string) {
    const gone = new DeleteUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: appClientId });
    await client.send(gone).catch(goneIsFine);
  },
});

/** Tenants' identities in Cognito. */
export const cognitoDirectory = (deps: Deps): Directory => ({
  ...userPools(deps),
  ...appClients(deps),
  pooledUserPoolId: deps.pooledUserPoolId,
  async isEmailTaken(userPoolId, email, tenantId) {
    const Filter = `email = "${email.replaceAll(/["\\]/g, '\\$&')}"`;
    const list = new ListUsersCommand({ UserPoolId: userPoolId, Filter, Limit: 1 });
    const { Users = [] } = await deps.client.send(list);
    return Users.some((user) => tenantOf(user) !== tenantId);
  },
});

/** The directory of this deployment. */
export const tenantDirectory = () => {
  const { RESOURCE_PREFIX, POOLED_USER_POOL_PARAMETER } = env(IdentityEnv);
  return cognitoDirectory({
    client: new CognitoIdentityProviderClient(nothingTwice),
    prefix: RESOURCE_PREFIX,
    pooledUserPoolId: textSetting(POOLED_USER_POOL_PARAMETER, z.string().min(1)),
  });
};
