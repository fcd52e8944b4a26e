import type { JsonObject } from '../../../kernel/json.ts';
import type { Index, Table, Throughput } from './table.ts';

const throughput = (units?: Throughput): JsonObject => ({
  NumberOfDecreasesToday: 0,
  ReadCapacityUnits: units?.ReadCapacityUnits ?? 0,
  WriteCapacityUnits: units?.WriteCapacityUnits ?? 0,
});

const warm = (units?: JsonObject): JsonObject | undefined =>
  units && { ...units, Status: 'ACTIVE' };

const indexDescription = (tableArn: string, index: Index): JsonObject => ({
  IndexName: index.IndexName,
  KeySchema: index.KeySchema,
  Projection: index.Projection,
  IndexArn: `${tableArn}/index/${index.IndexName}`,
  IndexSizeBytes: 0,
  ItemCount: 0,
});

const globalIndexDescription = (tableArn: string, index: Index): JsonObject => ({
  ...indexDescription(tableArn, index),
  IndexStatus: 'ACTIVE',
  ProvisionedThroughput: throughput(index.ProvisionedThroughput),
  OnDemandThroughput: index.OnDemandThroughput,
  WarmThroughput: warm(index.WarmThroughput),
});

const settings = (table: Table): JsonObject => ({
  BillingModeSummary:
    table.BillingMode === 'PAY_PER_REQUEST'
      ? {
          BillingMode: 'PAY_PER_REQUEST',
          LastUpdateToPayPerRequestDateTime: table.CreationDateTime,
        }
      : undefined,
  ProvisionedThroughput: throughput(table.ProvisionedThroughput),
  OnDemandThroughput: table.OnDemandThroughput,
  WarmThroughput: warm(table.WarmThroughput),
  SSEDescription: table.SSESpecification?.['Enabled']
    ? {
        Status: 'ENABLED',
        SSEType: table.SSESpecification['SSEType'] ?? 'KMS',
        KMSMasterKeyArn: table.SSESpecification['KMSMasterKeyId'],
      }
    : undefined,
  TableClassSummary: table.TableClass ? { TableClass: table.TableClass } : undefined,
  DeletionProtectionEnabled: table.DeletionProtectionEnabled ?? false,
});

/** The table as AWS describes it. A table is ACTIVE from its creation to its deletion. */
export const tableDescription = (table: Table, arn: string): JsonObject => ({
  TableName: table.TableName,
  TableArn: arn,
  TableId: table.TableId,
  TableStatus: 'ACTIVE',
  CreationDateTime: table.CreationDateTime,
  AttributeDefinitions: table.AttributeDefinitions,
  KeySchema: table.KeySchema,
  ItemCount: 0,
  TableSizeBytes: 0,
  ...settings(table),
  GlobalSecondaryIndexes: table.GlobalSecondaryIndexes?.map((index) =>
    globalIndexDescription(arn, index),
  ),
  LocalSecondaryIndexes: table.LocalSecondaryIndexes?.map((index) => indexDescription(arn, index)),
});
