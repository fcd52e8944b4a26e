import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import { operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { type Context, tableName } from '../context.ts';
import type { Table } from './table.ts';

const Specification = z.object({
  PointInTimeRecoveryEnabled: z.boolean(),
  RecoveryPeriodInDays: z.int().min(1).max(35).default(35),
});

const tableFor = async (context: Context, name: string): Promise<Table> => {
  const table = await context.tables.get(name);
  if (!table) throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
  return table;
};

const description = (context: Context, { PointInTimeRecovery }: Table): JsonObject => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: PointInTimeRecovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: PointInTimeRecovery.days,
          EarliestRestorableDateTime: PointInTimeRecovery.since,
          LatestRestorableDateTime: context.engine.clock.now() / 1000,
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  },
});

/** UpdateContinuousBackups: kept and given back; nothing can be restored here. */
export const updateContinuousBackups = (context: Context) =>
  operation(
    z.object({ TableName: z.string(), PointInTimeRecoverySpecification: Specification }),
    async ({ TableName, PointInTimeRecoverySpecification: wanted }) => {
      const name = tableName(context.engine, TableName);
      return context.locks.run([name], async () => {
        const { PointInTimeRecovery: current, ...rest } = await tableFor(context, name);
        const since = current?.since ?? context.engine.clock.now() / 1000;
        const table: Table = wanted.PointInTimeRecoveryEnabled
          ? { ...rest, PointInTimeRecovery: { days: wanted.RecoveryPeriodInDays, since } }
          : rest;
        await context.tables.put(name, table);
        return description(context, table);
      });
    },
  );

/** DescribeContinuousBackups. Throws TableNotFoundException, as no other operation does. */
export const describeContinuousBackups = (context: Context) =>
  operation(z.object({ TableName: z.string() }), async ({ TableName }) =>
    description(context, await tableFor(context, tableName(context.engine, TableName))),
  );
