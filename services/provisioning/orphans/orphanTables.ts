import {
  DescribeTableCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  paginateListTables,
} from '@aws-sdk/client-dynamodb';
import { valueWhen } from '#shared/errors.ts';
import { isTaggedFor, namedAfterTenants, ownerTagged } from '../tenants/tenantResources.ts';
import { madeOf, type ResourceListing } from './orphans.ts';

const gone = valueWhen(undefined, 'ResourceNotFoundException');

/** The tables that are named after tenants. */
export const orphanTables = (deps: {
  client: DynamoDBClient;
  prefix: string;
  remove(tableName: string): Promise<void>;
}): ResourceListing => {
  const tagsOf = async (ResourceArn: string) => {
    const list = new ListTagsOfResourceCommand({ ResourceArn });
    const { Tags = [] } = (await deps.client.send(list).catch(gone)) ?? {};
    return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  };
  return {
    async *list() {
      const pages = paginateListTables({ client: deps.client }, {});
      const named = namedAfterTenants(deps.prefix, pages, ({ TableNames }) =>
        TableNames?.map((name) => ({ name, id: name })),
      );
      for await (const table of named) yield { kind: 'table', ...table };
    },
    async made({ id, tenantId }) {
      const describe = new DescribeTableCommand({ TableName: id });
      const { Table } = (await deps.client.send(describe).catch(gone)) ?? {};
      if (Table?.TableArn === undefined) return undefined;
      const tags = await tagsOf(Table.TableArn);
      return isTaggedFor(deps.prefix, tenantId, tags)
        ? madeOf(Table.CreationDateTime, ownerTagged(tags))
        : undefined;
    },
    remove: ({ id }) => deps.remove(id),
  };
};
