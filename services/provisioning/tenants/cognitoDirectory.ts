import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  paginateListUserPoolClients,
  paginateListUserPools,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { nothingTwice } from '#shared/clients.ts';
import { tagsMayLag, valueWhen } from '#shared/errors.ts';
import type { Owned } from '#shared/ownership.ts';
import { textSetting } from '#shared/settings.ts';
import type { Directory, OneAppClient, PoolSettings } from '../onboarding/createIdentity.ts';
import type { IdentityEnv } from '../provisioningEnv.ts';
import { deleteUserPool } from './deleteUserPool.ts';
import {
  appClientName,
  idsByName,
  namedAfterTenants,
  ownerTagged,
  tenantNamedBy,
  tenantResourceName,
} from './tenantResources.ts';
import { appClientInput, userPoolInput } from './tenantUserPool.ts';

const PAGE = 60;

const goneIsFine = valueWhen(undefined, 'ResourceNotFoundException');

const made = (id: string | undefined): string => {
  if (id === undefined) throw new Error('Cognito answered without an id');
  return id;
};

type Deps = {
  client: CognitoIdentityProviderClient;
  prefix: string;
  pooledUserPoolId: () => Promise<string>;
};

const userPools = ({ client, prefix }: Deps) => ({
  async createUserPool(tenantId: string, owner: string, settings: PoolSettings) {
    const create = new CreateUserPoolCommand({
      ...userPoolInput(prefix, tenantId, owner),
      LambdaConfig: {
        PreTokenGeneration: settings.admitMemberArn,
        ...(settings.wordMailArn !== '' && { CustomMessage: settings.wordMailArn }),
      },
      DeletionProtection: settings.deletionProtection,
      ...(settings.mailSenderArn !== '' && {
        EmailConfiguration: {
          EmailSendingAccount: 'DEVELOPER',
          SourceArn: settings.mailSenderArn,
        },
      }),
    });
    return made((await client.send(create)).UserPool?.Id);
  },
  async offerSecondFactor(userPoolId: string) {
    const offer = new SetUserPoolMfaConfigCommand({
      UserPoolId: userPoolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    await client.send(offer).catch(tagsMayLag);
  },
  async findUserPools(tenantId: string) {
    const pages = paginateListUserPools({ client }, { MaxResults: PAGE });
    const ids = await idsByName(tenantResourceName(prefix, tenantId), pages, ({ UserPools }) =>
      UserPools?.map((pool) => ({ name: pool.Name, id: pool.Id })),
    );
    const pools: Owned[] = [];
    for (const id of ids) {
      const describe = new DescribeUserPoolCommand({ UserPoolId: id });
      const pool = (await client.send(describe).catch(goneIsFine))?.UserPool;
      if (pool) pools.push({ id, owner: ownerTagged(pool.UserPoolTags) });
    }
    return pools;
  },
  deleteUserPool: (userPoolId: string) => deleteUserPool(client, userPoolId).catch(goneIsFine),
});

type Place = { userPoolId: string; tenantId: string };

const listedClients = async ({ client, prefix }: Deps, { userPoolId, tenantId }: Place) => {
  const list = { UserPoolId: userPoolId, MaxResults: PAGE };
  const pages = paginateListUserPoolClients({ client }, list);
  const named = namedAfterTenants(prefix, pages, ({ UserPoolClients }) =>
    UserPoolClients?.map((found) => ({ name: found.ClientName, id: found.ClientId })),
  );
  const clients: Owned[] = [];
  for await (const { id, owner, ...its } of named) {
    if (its.tenantId === tenantId) clients.push({ id, owner });
  }
  return clients;
};

/** An app client that may not be listed yet. */
const knownClient = async (
  { client, prefix }: Deps,
  { userPoolId, tenantId }: Place,
  ClientId: string,
): Promise<Owned[]> => {
  const describe = new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId });
  const found = (await client.send(describe).catch(goneIsFine))?.UserPoolClient;
  const named = tenantNamedBy(prefix, found?.ClientName ?? '');
  return named?.tenantId === tenantId ? [{ id: ClientId, owner: named.owner }] : [];
};

const appClients = (deps: Deps) => ({
  async createAppClient(userPoolId: string, tenantId: string, owner: string) {
    const name = appClientName(deps.prefix, tenantId, owner);
    const create = new CreateUserPoolClientCommand(appClientInput(userPoolId, name));
    const { UserPoolClient } = await deps.client.send(create).catch(tagsMayLag);
    return made(UserPoolClient?.ClientId);
  },
  findAppClient: ({ userPoolId, tenantId, appClientId }: OneAppClient) =>
    knownClient(deps, { userPoolId, tenantId }, appClientId),
  async findAppClients(userPoolId: string, tenantId: string, known?: string) {
    const place = { userPoolId, tenantId };
    const listed = await listedClients(deps, place);
    const isListed = known === undefined || listed.some(({ id }) => id === known);
    return isListed ? listed : [...listed, ...(await knownClient(deps, place, known))];
  },
  async deleteAppClient(userPoolId: string, appClientId: string) {
    const gone = new DeleteUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: appClientId });
    await deps.client.send(gone).catch(goneIsFine);
  },
});

/** Tenants' identities in Cognito. */
export const cognitoDirectory = (deps: Deps): Directory => ({
  ...userPools(deps),
  ...appClients(deps),
  pooledUserPoolId: deps.pooledUserPoolId,
});

/** The directory of a deployment. */
export const tenantDirectory = (settings: z.infer<typeof IdentityEnv>) =>
  cognitoDirectory({
    client: new CognitoIdentityProviderClient(nothingTwice),
    prefix: settings.RESOURCE_PREFIX,
    pooledUserPoolId: textSetting(settings.POOLED_USER_POOL_PARAMETER, z.string().min(1)),
  });
