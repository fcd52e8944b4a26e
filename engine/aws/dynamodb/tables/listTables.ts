import { z } from 'zod';
import { operation } from '../../../endpoint/service.ts';
import type { Context } from '../context.ts';

const Page = z.object({
  ExclusiveStartTableName: z.string().optional(),
  Limit: z.int().min(1).max(100).default(100),
});

/** ListTables, in the order of the names. */
export const listTables = (context: Context) =>
  operation(Page, async ({ ExclusiveStartTableName: after, Limit }) => {
    const range = { ...(after !== undefined && { after }), limit: Limit + 1 };
    const found = (await context.tables.list(range)).map(({ key }) => key);
    const TableNames = found.slice(0, Limit);
    return found.length > Limit
      ? { TableNames, LastEvaluatedTableName: TableNames.at(-1) }
      : { TableNames };
  });
