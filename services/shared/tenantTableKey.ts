/** The key of every table that holds tenants' rows: `<tenantId>#<shard>` and `<kind>#<id>`, as text. */
export const tenantTableKey = { partitionKey: 'pk', sortKey: 'sk' } as const;

/** Every tenant's rows are spread over this many partitions, numbered from 0. */
export const SHARDS = 10;

/** The partition key of one shard of a tenant. */
export const shardKey = (tenantId: string, shard: number): string => `${tenantId}#${shard}`;
