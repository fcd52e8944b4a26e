import { type APIGatewayClient, paginateGetApiKeys } from '@aws-sdk/client-api-gateway';
import {
  type CognitoIdentityProviderClient,
  paginateListUserPoolClients,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import { type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import type { Limited } from '#shared/metricNames.ts';

type Deps = {
  cognito: CognitoIdentityProviderClient;
  gateway: APIGatewayClient;
  dynamodb: DynamoDBClient;
  pooledUserPoolId(): Promise<string>;
};

/** How many there are of what AWS limits. */
export type QuotaUse = () => Promise<Readonly<Record<Limited, number>>>;

const POOLS_PAGE = 60;
const KEYS_PAGE = 500;

const count = async <Page>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly unknown[] | undefined,
): Promise<number> => {
  let sum = 0;
  for await (const page of pages) sum += items(page)?.length ?? 0;
  return sum;
};

/** Counts as AWS does: all there are in the account's Region, whosever they are; app clients, in the pooled pool. */
export const quotaUse =
  ({ cognito, gateway, dynamodb, pooledUserPoolId }: Deps): QuotaUse =>
  async () => {
    const clientsOf = { UserPoolId: await pooledUserPoolId(), MaxResults: POOLS_PAGE };
    return {
      AppClients: await count(
        paginateListUserPoolClients({ client: cognito }, clientsOf),
        ({ UserPoolClients }) => UserPoolClients,
      ),
      UserPools: await count(
        paginateListUserPools({ client: cognito }, { MaxResults: POOLS_PAGE }),
        ({ UserPools }) => UserPools,
      ),
      ApiKeys: await count(
        paginateGetApiKeys({ client: gateway }, { limit: KEYS_PAGE }),
        ({ items }) => items,
      ),
      Tables: await count(
        paginateListTables({ client: dynamodb }, {}),
        ({ TableNames }) => TableNames,
      ),
    };
  };
