import { z } from 'zod';
import { operation } from '../../../endpoint/service.ts';
import { type Context, tableName, tableNamed } from '../context.ts';
import { invalid } from '../items/itemChecks.ts';
import { backfill } from './backfill.ts';
import { expirationEntry } from './expiration.ts';
import type { Table } from './table.ts';

const Specification = z.object({ AttributeName: z.string().min(1).max(255), Enabled: z.boolean() });
type Specification = z.infer<typeof Specification>;

const checkChange = (current: string | undefined, wanted: Specification): void => {
  if (wanted.Enabled === (current !== undefined)) {
    throw invalid(`TimeToLive is already ${wanted.Enabled ? 'enabled' : 'disabled'}`);
  }
  if (wanted.Enabled || current === wanted.AttributeName) return;
  throw invalid(
    `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
  );
};

const change = async (context: Context, name: string, wanted: Specification): Promise<void> => {
  const { TimeToLiveAttribute: current, ...rest } = await tableNamed(context, name);
  checkChange(current, wanted);
  const table: Table = wanted.Enabled
    ? { ...rest, TimeToLiveAttribute: wanted.AttributeName }
    : rest;
  await backfill(context, table, (key, item) => expirationEntry(table, key, item));
  await context.tables.put(name, table);
};

/** UpdateTimeToLive: takes effect at once, for items already there as well. */
export const updateTimeToLive = (context: Context) =>
  operation(
    z.object({ TableName: z.string(), TimeToLiveSpecification: Specification }),
    async ({ TableName, TimeToLiveSpecification }) => {
      const name = tableName(context.engine, TableName);
      await context.locks.run([name], () => change(context, name, TimeToLiveSpecification));
      return { TimeToLiveSpecification };
    },
  );

/** DescribeTimeToLive: ENABLED or DISABLED, never in between. */
export const describeTimeToLive = (context: Context) =>
  operation(z.object({ TableName: z.string() }), async ({ TableName }) => {
    const { TimeToLiveAttribute: AttributeName } = await tableNamed(context, TableName);
    return {
      TimeToLiveDescription: AttributeName
        ? { TimeToLiveStatus: 'ENABLED', AttributeName }
        : { TimeToLiveStatus: 'DISABLED' },
    };
  });
