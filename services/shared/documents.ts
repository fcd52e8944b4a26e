import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientDefaults } from './clients.ts';

/** A client for tables in plain JavaScript values; absent fields are left out. */
export const documentClient = (
  options: Pick<DynamoDBClientConfig, 'credentials'> = {},
): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ ...clientDefaults, ...options }), {
    marshallOptions: { removeUndefinedValues: true },
  });
