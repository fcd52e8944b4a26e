import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import { operation } from '../../../endpoint/service.ts';
import { type Context, tableArn, tableName } from '../context.ts';
import type { Table } from './table.ts';

/** Tags in AWS's shape. */
export const Tags = z.array(
  z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }),
);
type Tags = z.infer<typeof Tags>;

/** Tags as they are kept. */
export const tagMap = (tags: Tags): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));

const resourceNotFound = (arn: string): AwsError =>
  // The misspelling is AWS's.
  new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: ResourcArn: ${arn} not found`,
  );

const tableOfArn = async ({ engine, tables }: Context, arn: string): Promise<Table> => {
  const name = arn.split('/')[1] ?? '';
  const table = arn === tableArn(engine, name) ? await tables.get(name) : undefined;
  if (!table) throw resourceNotFound(arn);
  return table;
};

type Retag = (tags: Record<string, string>) => Record<string, string>;

const retag = (context: Context, arn: string, change: Retag) =>
  context.locks.run([tableName(context.engine, arn)], async () => {
    const table = await tableOfArn(context, arn);
    await context.tables.put(table.TableName, { ...table, Tags: change(table.Tags) });
    return {};
  });

/** TagResource: adds tags and replaces those of the same keys. */
export const tagResource = (context: Context) =>
  operation(z.object({ ResourceArn: z.string(), Tags }), async (input) =>
    retag(context, input.ResourceArn, (tags) => ({ ...tags, ...tagMap(input.Tags) })),
  );

/** UntagResource: keys that are not there are no error. */
export const untagResource = (context: Context) =>
  operation(z.object({ ResourceArn: z.string(), TagKeys: z.array(z.string()) }), async (input) =>
    retag(context, input.ResourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
    ),
  );

/** ListTagsOfResource: all at once, without paging. */
export const listTagsOfResource = (context: Context) =>
  operation(z.object({ ResourceArn: z.string() }), async (input) => {
    const table = await tableOfArn(context, input.ResourceArn);
    return { Tags: Object.entries(table.Tags).map(([Key, Value]) => ({ Key, Value })) };
  });
