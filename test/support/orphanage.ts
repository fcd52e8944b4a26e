import {
  APIGatewayClient,
  CreateApiKeyCommand,
  paginateGetApiKeys,
} from '@aws-sdk/client-api-gateway';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateTableCommand, DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { tenantResourceName, tenantTags } from '../../services/provisioning/tenantResources.ts';
import { appClientInput, userPoolInput } from '../../services/provisioning/tenantUserPool.ts';
import { aRoute } from './builders.ts';
import type { Product } from './product.ts';

const PREFIX = 'dev-tenant';

const Swept = z.object({
  found: z.array(z.object({ kind: z.string(), id: z.string(), tenantId: z.string() }).loose()),
  removed: z.number(),
  complete: z.boolean(),
});

/** Makes what tenants have by hand, as root, and sweeps it. */
export const orphanage = (product: Product) => {
  const { sdk } = product;
  const cognito = new CognitoIdentityProviderClient(sdk);
  const gateway = new APIGatewayClient(sdk);
  const dynamodb = new DynamoDBClient(sdk);
  const documents = DynamoDBDocumentClient.from(dynamodb);

  const tableNamed = async (part: RegExp): Promise<string> => {
    for await (const { TableNames = [] } of paginateListTables({ client: dynamodb }, {})) {
      const found = TableNames.find((name) => part.test(name));
      if (found !== undefined) return found;
    }
    throw new Error(`no table is called ${part}`);
  };

  const made = {
    async userPool(tenantId: string, tagged = true) {
      const { UserPoolTags, ...input } = userPoolInput(PREFIX, tenantId);
      const create = new CreateUserPoolCommand({ ...input, ...(tagged && { UserPoolTags }) });
      return (await cognito.send(create)).UserPool?.Id ?? '';
    },
    async appClient(tenantId: string, userPoolId: string) {
      const input = appClientInput(userPoolId, tenantResourceName(PREFIX, tenantId));
      const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand(input));
      return UserPoolClient?.ClientId ?? '';
    },
    async apiKey(tenantId: string, tags: Record<string, string> = tenantTags(tenantId)) {
      const name = tenantResourceName(PREFIX, tenantId);
      return (await gateway.send(new CreateApiKeyCommand({ name, tags }))).id ?? '';
    },
    async table(tenantId: string) {
      const TableName = tenantResourceName(PREFIX, tenantId);
      await dynamodb.send(
        new CreateTableCommand({
          TableName,
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
          Tags: Object.entries(tenantTags(tenantId)).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
      return TableName;
    },
    async claim(pk: string, claimedBy: string) {
      const TableName = await tableNamed(/Claims/);
      await documents.send(new PutCommand({ TableName, Item: { pk, claimedBy } }));
      return pk;
    },
    async route(tenantId: string, writtenFor: string) {
      const TableName = await tableNamed(/RoutingTable/);
      const Item = { ...aRoute(1, { tenantId }), writtenFor };
      await documents.send(new PutCommand({ TableName, Item }));
      return tenantId;
    },
  };

  return {
    made,
    async keysOf(tenantId: string): Promise<string[]> {
      const nameQuery = tenantResourceName(PREFIX, tenantId);
      const keys: string[] = [];
      for await (const { items = [] } of paginateGetApiKeys({ client: gateway }, { nameQuery })) {
        keys.push(...items.flatMap(({ id }) => id ?? []));
      }
      return keys;
    },
    async sweep(input: object) {
      const invoke = new InvokeCommand({
        FunctionName: product.stackOutputs['OrphanSweeperFunction'],
        Payload: JSON.stringify(input),
      });
      const { Payload } = await new LambdaClient(sdk).send(invoke);
      return Swept.parse(JSON.parse(Buffer.from(Payload ?? []).toString()));
    },
  };
};
