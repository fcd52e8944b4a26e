import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

export type DataTableProps = {
  readonly config: StageConfig;
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** The attribute by which items expire, in epoch seconds. */
  readonly timeToLiveAttribute?: string;
};

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** A table with text keys, point-in-time recovery and pay-per-request billing. */
export class DataTable extends Table {
  constructor(scope: Construct, id: string, props: DataTableProps) {
    const { config, partitionKey, sortKey, timeToLiveAttribute } = props;
    const optional: Partial<TableProps> = {
      ...(sortKey !== undefined && { sortKey: text(sortKey) }),
      ...(timeToLiveAttribute !== undefined && { timeToLiveAttribute }),
    };
    super(scope, id, {
      partitionKey: text(partitionKey),
      ...optional,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: config.retainData,
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Adds an index over text attributes. Its sort key must be unique within a partition. */
  addTextIndex(indexName: string, partitionKey: string, sortKey: string): void {
    this.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
    });
  }

  /** The same of keys alone: what is secret of an item is in one place. */
  addKeyIndex(indexName: string, partitionKey: string, sortKey: string): void {
    this.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
}
