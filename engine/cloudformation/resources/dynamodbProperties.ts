import { z } from 'zod';
import { JsonValue } from '../../kernel/json.ts';
import { given } from '../properties.ts';

const common = {
  TableName: z.string().optional(),
  AttributeDefinitions: given,
  KeySchema: given,
  BillingMode: given,
  LocalSecondaryIndexes: given,
  WarmThroughput: given,
  GlobalSecondaryIndexes: z.array(z.record(z.string(), JsonValue)).optional(),
  StreamSpecification: z.strictObject({ StreamViewType: z.string() }).optional(),
  SSESpecification: z
    .object({ SSEEnabled: z.boolean(), SSEType: z.string().optional() })
    .optional(),
  TimeToLiveSpecification: z
    .strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
};

const local = {
  TableClass: given,
  DeletionProtectionEnabled: z.boolean().optional(),
  PointInTimeRecoverySpecification: given,
  ContributorInsightsSpecification: given,
  Tags: given,
};

/** The properties of AWS::DynamoDB::Table. */
export const Table = z.strictObject({
  ...common,
  ...local,
  ProvisionedThroughput: given,
  OnDemandThroughput: given,
});
export type Table = z.infer<typeof Table>;

const Replica = z.strictObject({
  ...local,
  Region: z.string(),
  GlobalSecondaryIndexes: given,
  SSESpecification: given,
  ReadOnDemandThroughputSettings: given,
});

/** The properties of AWS::DynamoDB::GlobalTable, read as those of a table: it has one replica. */
export const GlobalTable = z
  .strictObject({
    ...common,
    WriteOnDemandThroughputSettings: given,
    Replicas: z.tuple([Replica], 'exactly one replica is supported'),
  })
  .transform(({ Replicas, WriteOnDemandThroughputSettings: _limit, ...table }): Table => {
    const { TableClass, DeletionProtectionEnabled, Tags } = Replicas[0];
    return { ...table, TableClass, DeletionProtectionEnabled, Tags };
  });
