import { APIGatewayClient, CreateApiKeyCommand } from '@aws-sdk/client-api-gateway';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../../engine/aws/apigateway/apigateway.ts';
import { cognito as cognitoService } from '../../../../engine/aws/cognito/cognito.ts';
import { dynamodb as dynamodbService } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { quotaUse } from '../../../../services/provisioning/orphans/quotaUse.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
beforeAll(async () => {
  engine = await productEngine([apigateway, cognitoService, dynamodbService]);
});
afterAll(() => engine.destroy());

const numbers = (many: number) => Array.from({ length: many }, (_, at) => at);

describe('quotaUse', () => {
  it('counts all there are, over pages and whatever they are called, and the pooled pool’s clients', async () => {
    const [cognito, gateway, dynamodb] = [
      new CognitoIdentityProviderClient(),
      new APIGatewayClient(),
      new DynamoDBClient(),
    ];
    const aPool = async () =>
      (await cognito.send(new CreateUserPoolCommand({ PoolName: 'any' }))).UserPool?.Id ?? '';
    const [pooled, other] = [await aPool(), await aPool()];
    const aClient = (UserPoolId: string) =>
      cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'any' }));
    for (const _ of numbers(61)) await aClient(pooled);
    await aClient(other);
    for (const _ of numbers(3)) await gateway.send(new CreateApiKeyCommand({}));
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'any',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const count = quotaUse({ cognito, gateway, dynamodb, pooledUserPoolId: async () => pooled });

    expect(await count()).toEqual({ AppClients: 61, UserPools: 2, ApiKeys: 3, Tables: 1 });
  });
});
