import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  paginateListUserPoolClients,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import { valueWhen } from '#shared/errors.ts';
import type { Directory } from '../onboarding/createIdentity.ts';
import {
  isTaggedFor,
  namedAfterTenants,
  ownerTagged,
  tenantNamedBy,
} from '../tenants/tenantResources.ts';
import { madeOf, type NamedResource, type ResourceListing } from './orphans.ts';

type Deps = {
  client: CognitoIdentityProviderClient;
  prefix: string;
  directory: Pick<Directory, 'pooledUserPoolId' | 'deleteUserPool' | 'deleteAppClient'>;
};

const PAGE = 60;

/** IAM lets the sweep see only pools with the product's tag, which one that is gone has no more. */
const notOurs = valueWhen(undefined, 'AccessDeniedException', 'ResourceNotFoundException');

/** The user pools that are named after tenants. */
export const orphanPools = ({ client, prefix, directory }: Deps): ResourceListing => ({
  async *list() {
    const pages = paginateListUserPools({ client }, { MaxResults: PAGE });
    const named = namedAfterTenants(prefix, pages, ({ UserPools }) =>
      UserPools?.map((pool) => ({ name: pool.Name, id: pool.Id })),
    );
    for await (const pool of named) yield { kind: 'userPool', ...pool };
  },
  async made({ id, tenantId }) {
    const describe = new DescribeUserPoolCommand({ UserPoolId: id });
    const { UserPool: pool } = (await client.send(describe).catch(notOurs)) ?? {};
    if (!isTaggedFor(prefix, tenantId, pool?.UserPoolTags)) return undefined;
    return madeOf(pool?.CreationDate, ownerTagged(pool?.UserPoolTags));
  },
  remove: ({ id }) => directory.deleteUserPool(id),
});

/** The app clients that are named after tenants, in the pooled user pool and in tenants' own. */
export const orphanClients = (deps: Deps): ResourceListing => {
  const { client, prefix, directory } = deps;
  const pools = orphanPools(deps);

  const clientsIn = async function* (userPoolId: string): AsyncGenerator<NamedResource> {
    const list = { UserPoolId: userPoolId, MaxResults: PAGE };
    const pages = paginateListUserPoolClients({ client }, list);
    const named = namedAfterTenants(prefix, pages, ({ UserPoolClients }) =>
      UserPoolClients?.map((found) => ({ name: found.ClientName, id: found.ClientId })),
    );
    for await (const found of named) yield { kind: 'appClient', ...found, userPoolId };
  };

  return {
    async *list() {
      yield* clientsIn(await directory.pooledUserPoolId());
      for await (const pool of pools.list()) {
        // One without the tags is not the product's, which may not even look into it.
        if (await pools.made(pool)) yield* clientsIn(pool.id);
      }
    },
    async made({ id, userPoolId }) {
      const describe = new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: id });
      const found = await client.send(describe).catch(notOurs);
      const { ClientName = '', CreationDate } = found?.UserPoolClient ?? {};
      return madeOf(CreationDate, tenantNamedBy(prefix, ClientName)?.owner);
    },
    async remove({ id, userPoolId }) {
      if (userPoolId !== undefined) await directory.deleteAppClient(userPoolId, id);
    },
  };
};
