import { z } from 'zod';
import { operation } from '../../../endpoint/service.ts';
import { type Context, tableArn, tableNamed } from '../context.ts';
import { tableDescription } from './tableDescription.ts';

/** DescribeTable. Item counts and sizes are 0: AWS's own are hours old as well. */
export const describeTable = (context: Context) =>
  operation(z.object({ TableName: z.string() }), async (input) => {
    const table = await tableNamed(context, input.TableName);
    return { Table: tableDescription(table, tableArn(context.engine, table.TableName)) };
  });
