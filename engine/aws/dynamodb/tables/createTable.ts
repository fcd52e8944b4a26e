import { AwsError } from '../../../endpoint/errors.ts';
import type { Operation } from '../../../endpoint/service.ts';
import { type Context, tableArn, withTableName } from '../context.ts';
import { checkTable } from '../dynalite.ts';
import { type Table, TableSettings } from './table.ts';
import { tableDescription } from './tableDescription.ts';
import { refuseOptions, StreamSpecification } from './tableOptions.ts';
import { Tags, tagMap } from './tags.ts';

const Input = TableSettings.extend({
  StreamSpecification: StreamSpecification.optional(),
  Tags: Tags.optional(),
});

const checkCount = async ({ engine, tables }: Context): Promise<void> => {
  const most = engine.quotas.tables;
  if ((await tables.list()).length < most) return;
  throw new AwsError(
    'LimitExceededException',
    `Subscriber limit exceeded: There is a limit of ${most} tables per subscriber`,
  );
};

/** CreateTable. The table is ACTIVE when this answers. */
export const createTable =
  (context: Context): Operation =>
  async (input) => {
    const { engine, tables, locks } = context;
    refuseOptions('CreateTable', input, Input.shape);
    const named = withTableName(engine, input);
    checkTable(named);
    const { StreamSpecification: _off, Tags: tags = [], ...settings } = Input.parse(named);
    const name = settings.TableName;
    return locks.run([name], async () => {
      if (await tables.get(name)) {
        throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
      }
      await checkCount(context);
      const table: Table = {
        ...settings,
        TableId: engine.random.uuid(),
        CreationDateTime: engine.clock.now() / 1000,
        Tags: tagMap(tags),
      };
      await tables.put(name, table);
      return { TableDescription: tableDescription(table, tableArn(engine, name)) };
    });
  };
