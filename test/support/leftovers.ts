import { APIGatewayClient, paginateGetApiKeys } from '@aws-sdk/client-api-gateway';
import {
  CognitoIdentityProviderClient,
  paginateListUserPoolClients,
  paginateListUserPools,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import type { ProductClient } from './productClient.ts';

const collect = async <Page>(
  pages: AsyncIterable<Page>,
  names: (page: Page) => (string | undefined)[] | undefined,
): Promise<string[]> => {
  const found: string[] = [];
  for await (const page of pages) {
    found.push(...(names(page) ?? []).filter((name) => name !== undefined));
  }
  return found;
};

const names = <Item>(items: Item[] | undefined, name: (item: Item) => string | undefined) =>
  items?.map(name);

/**
 * Rows that are never taken back: whose a tenant's and a registration's ids are, what was decided, and the clocks of
 * starts; and that somebody is gone, which is remembered for minutes.
 */
const isForEver = (row: string): boolean =>
  /"pk":\{"S":"(tenant|registration|decision|pace)#|"unfinished":\{"S":"closed"\}/.test(row);

/** The username in the row of a member. */
const MEMBER = /"member#[^#"]+#([^"]+)"/;

/** The names of all AWS resources and rows that could belong to tenants, by kind. */
export const inventory = async ({ sdk }: Pick<ProductClient, 'sdk'>) => {
  const cognito = new CognitoIdentityProviderClient(sdk);
  const dynamodb = new DynamoDBClient(sdk);
  const gateway = new APIGatewayClient(sdk);
  const pools: { id: string; name: string }[] = [];
  for await (const page of paginateListUserPools({ client: cognito }, { MaxResults: 60 })) {
    for (const { Id, Name } of page.UserPools ?? [])
      if (Id && Name) pools.push({ id: Id, name: Name });
  }
  const clients = await Promise.all(
    pools.map(({ id }) =>
      collect(paginateListUserPoolClients({ client: cognito }, { UserPoolId: id }), (page) =>
        names(page.UserPoolClients, (client) => client.ClientName),
      ),
    ),
  );
  const users = await Promise.all(
    pools.map(({ id }) =>
      collect(paginateListUsers({ client: cognito }, { UserPoolId: id }), (page) =>
        names(page.Users, (user) => JSON.stringify(user.Attributes)),
      ),
    ),
  );
  const tables = await collect(
    paginateListTables({ client: dynamodb }, {}),
    (page) => page.TableNames,
  );
  const control = tables.filter((table) => /Claims|RoutingTable|Members/.test(table));
  const rows = await Promise.all(
    control.map((TableName) =>
      collect(paginateScan({ client: dynamodb }, { TableName }), (page) =>
        names(page.Items, (item) => JSON.stringify(item)),
      ),
    ),
  );
  const keys = await collect(paginateGetApiKeys({ client: gateway }, {}), (page) =>
    names(page.items, (key) => key.name),
  );
  return {
    pools: pools.map(({ name }) => name),
    clients: clients.flat(),
    users: users.flat(),
    tables,
    rows: rows.flat().filter((row) => !isForEver(row)),
    keys,
  };
};

/** What there is of one tenant: each kind's names, or rows, that hold its id. */
export const belongings = async (product: Pick<ProductClient, 'sdk'>, tenantId: string) => {
  const all = await inventory(product);
  const own = (found: string[]) => found.filter((each) => each.includes(tenantId));
  const members = own(all.rows).flatMap((row) => MEMBER.exec(row)?.[1] ?? []);
  return {
    pools: own(all.pools),
    clients: own(all.clients),
    users: all.users.filter((user) => members.some((username) => user.includes(username))),
    tables: own(all.tables),
    rows: own(all.rows).length,
    keys: own(all.keys),
  };
};

/** What a tenant has that has nothing. */
export const nothing = { pools: [], clients: [], users: [], tables: [], rows: 0, keys: [] };
