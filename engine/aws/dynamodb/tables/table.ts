import { z } from 'zod';
import { JsonObject } from '../../../kernel/json.ts';

const KeySchema = z.array(
  z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }),
);
export type KeySchema = z.infer<typeof KeySchema>;

const Throughput = z.object({ ReadCapacityUnits: z.number(), WriteCapacityUnits: z.number() });
export type Throughput = z.infer<typeof Throughput>;

/** A secondary index, global or local. */
export const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({
    ProjectionType: z.string().optional(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
  ProvisionedThroughput: Throughput.optional(),
  OnDemandThroughput: JsonObject.optional(),
  WarmThroughput: JsonObject.optional(),
});
export type Index = z.infer<typeof Index>;

/** What CreateTable says of a table and DescribeTable gives back. */
export const TableSettings = z.object({
  TableName: z.string(),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema,
  GlobalSecondaryIndexes: z.array(Index).optional(),
  LocalSecondaryIndexes: z.array(Index).optional(),
  BillingMode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).optional(),
  ProvisionedThroughput: Throughput.optional(),
  OnDemandThroughput: JsonObject.optional(),
  WarmThroughput: JsonObject.optional(),
  SSESpecification: JsonObject.optional(),
  TableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
});

/** A table as it is kept. Its id prefixes all its data: a table made again never sees the old. */
export const Table = TableSettings.extend({
  TableId: z.string(),
  CreationDateTime: z.number(),
  Tags: z.record(z.string(), z.string()),
  TimeToLiveAttribute: z.string().optional(),
  PointInTimeRecovery: z.object({ days: z.number(), since: z.number() }).optional(),
});
export type Table = z.infer<typeof Table>;

/** All secondary indexes of a table. */
export const indexesOf = (table: Table): Index[] => [
  ...(table.GlobalSecondaryIndexes ?? []),
  ...(table.LocalSecondaryIndexes ?? []),
];
