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
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { z } from 'zod';
import { publishOn } from '../../events/publish.ts';
import { namesOf } from '../../infra/names.ts';
import { gatewayPlannedKeys } from '../../services/provisioning/orphans/gatewayPlannedKeys.ts';
import { quotaUse } from '../../services/provisioning/orphans/quotaUse.ts';
import { resourceListings } from '../../services/provisioning/orphans/resourceListings.ts';
import { sweepOrphans } from '../../services/provisioning/orphans/sweepOrphans.ts';
import { TierSettings } from '../../services/provisioning/provisioningEnv.ts';
import { sagaExecutions } from '../../services/provisioning/saga/sagaExecutions.ts';
import { runsOf } from '../../services/provisioning/saga/sagaRuns.ts';
import { claimTable } from '../../services/provisioning/tenants/claimTable.ts';
import { cognitoDirectory } from '../../services/provisioning/tenants/cognitoDirectory.ts';
import {
  appClientName,
  tenantResourceName,
  tenantTags,
} from '../../services/provisioning/tenants/tenantResources.ts';
import {
  appClientInput,
  userPoolInput,
} from '../../services/provisioning/tenants/tenantUserPool.ts';
import { routingTable } from '../../services/shared/routingTable.ts';
import { aRoute, aUlid } from './builders.ts';
import { deployedTable } from './deployedTables.ts';
import type { Product } from './product.ts';

const PREFIX = 'dev-tenant';

const Swept = z.object({
  found: z.array(z.object({ kind: z.string(), id: z.string(), tenantId: z.string() }).loose()),
  removed: z.number(),
  complete: z.boolean(),
});

/** Whom everything made by hand is for, unless another is named. */
export const anOwner = aUlid(900);

/** Makes what tenants have by hand, as root and protected as in production, and sweeps it. */
export const orphanage = (product: Product, pooledUserPoolId: string) => {
  const { sdk } = product;
  const cognito = new CognitoIdentityProviderClient(sdk);
  const gateway = new APIGatewayClient(sdk);
  const dynamodb = new DynamoDBClient(sdk);

  const documents = DynamoDBDocumentClient.from(dynamodb);

  const tiers = async () => {
    const get = new GetParameterCommand({ Name: namesOf('dev').parameters.tiers });
    const { Parameter } = await new SSMClient(sdk).send(get);
    return TierSettings.parse(JSON.parse(Parameter?.Value ?? ''));
  };

  const claims = () => deployedTable(product, 'Claims');
  const routes = () => deployedTable(product, 'RoutingTable');

  const made = {
    async userPool(tenantId: string, tagged = true) {
      const { UserPoolTags, ...input } = userPoolInput(PREFIX, tenantId, anOwner);
      const create = new CreateUserPoolCommand({
        ...input,
        DeletionProtection: 'ACTIVE',
        ...(tagged && { UserPoolTags }),
      });
      return (await cognito.send(create)).UserPool?.Id ?? '';
    },
    async appClient(tenantId: string, userPoolId: string) {
      const input = appClientInput(userPoolId, appClientName(PREFIX, tenantId, anOwner));
      const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand(input));
      return UserPoolClient?.ClientId ?? '';
    },
    async apiKey(
      tenantId: string,
      tags: Record<string, string> = tenantTags(PREFIX, tenantId, anOwner),
    ) {
      const name = tenantResourceName(PREFIX, tenantId);
      return (await gateway.send(new CreateApiKeyCommand({ name, tags }))).id ?? '';
    },
    async table(tenantId: string) {
      const TableName = tenantResourceName(PREFIX, tenantId);
      await dynamodb.send(
        new CreateTableCommand({
          TableName,
          DeletionProtectionEnabled: true,
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
          Tags: Object.entries(tenantTags(PREFIX, tenantId, anOwner)).map(([Key, Value]) => ({
            Key,
            Value,
          })),
        }),
      );
      return TableName;
    },
    async claim(pk: string, claimedBy: string) {
      await (await claims()).put({ pk, claimedBy });
      return pk;
    },
    async route(tenantId: string, writtenFor: string) {
      await (await routes()).put({ ...aRoute(1, { tenantId }), writtenFor });
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
    /** The sweep as it would be in so many milliseconds, by the product's own adapters. */
    async sweepIn(milliseconds: number, remove: boolean) {
      const directory = cognitoDirectory({
        client: cognito,
        prefix: PREFIX,
        pooledUserPoolId: async () => pooledUserPoolId,
      });
      const { OnboardingStateMachineArn, EventBusName } = product.outputs;
      const executions = sagaExecutions(new SFNClient(sdk), OnboardingStateMachineArn);
      const measured: [string, number][] = [];
      const sweep = sweepOrphans({
        listings: Object.values(resourceListings({ sdk, prefix: PREFIX, directory })),
        plannedKeys: gatewayPlannedKeys({ client: gateway, tiers }),
        quotaUse: quotaUse({
          cognito,
          gateway,
          dynamodb,
          pooledUserPoolId: directory.pooledUserPoolId,
        }),
        routes: routingTable(documents, (await routes()).name),
        claims: claimTable(documents, (await claims()).name),
        runsOf: (eventId) => runsOf(executions, eventId),
        publish: publishOn(new EventBridgeClient(sdk), EventBusName),
        measure: (metric, value) => measured.push([metric, value]),
        newUlid: ulid,
        now: () => new Date(Date.now() + milliseconds),
      });
      return { ...(await sweep({ remove })), measured };
    },
    /** The deployed function's answer. */
    async sweep(input: object) {
      const invoke = new InvokeCommand({
        FunctionName: product.stackOutputs['OrphanSweeperFunction'],
        Payload: JSON.stringify(input),
      });
      const { Payload } = await new LambdaClient(sdk).send(invoke);
      const text = Buffer.from(Payload ?? []).toString();
      const swept = Swept.safeParse(JSON.parse(text));
      if (!swept.success) throw new Error(`the sweep answered ${text}`);
      return swept.data;
    },
  };
};
