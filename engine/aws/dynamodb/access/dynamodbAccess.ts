import { z } from 'zod';
import {
  type Access,
  forEach,
  type Permission,
  type PermissionsOf,
  permissions,
  requestTags,
} from '../../../iam/access.ts';
import { type Context, tableArn, tableName } from '../context.ts';
import { Tags, tagMap } from '../tables/tags.ts';
import { itemAccess } from './itemAccess.ts';

const Named = z.looseObject({ TableName: z.string() });
const Tagged = z.looseObject({
  ResourceArn: z.string(),
  Tags: Tags.optional(),
  TagKeys: z.array(z.string()).optional(),
});

const onTable = (context: Context, action: string): PermissionsOf =>
  permissions(Named, ({ TableName }) => [
    {
      action: `dynamodb:${action}`,
      resource: tableArn(context.engine, tableName(context.engine, TableName)),
    },
  ]);

/** Tags of a new table need the permission to tag, even when there are none in the list. */
const createTable = ({ engine }: Context): PermissionsOf =>
  permissions(Named.extend({ Tags: Tags.optional() }), ({ TableName, Tags: tags }) => {
    const resource = tableArn(engine, tableName(engine, TableName));
    const keys = requestTags(tagMap(tags ?? []));
    const create: Permission = { action: 'dynamodb:CreateTable', resource, keys };
    return tags ? [create, { action: 'dynamodb:TagResource', resource, keys }] : [create];
  });

const onTags = (action: string): PermissionsOf =>
  permissions(Tagged, ({ ResourceArn, Tags: tags, TagKeys }) => [
    {
      action: `dynamodb:${action}`,
      resource: ResourceArn,
      keys: requestTags(tagMap(tags ?? []), TagKeys),
    },
  ]);

const TABLE_OPERATIONS = [
  'DescribeTable',
  'DeleteTable',
  'UpdateTable',
  'UpdateTimeToLive',
  'DescribeTimeToLive',
  'UpdateContinuousBackups',
  'DescribeContinuousBackups',
];

const TAG_OPERATIONS = ['TagResource', 'UntagResource', 'ListTagsOfResource'];

/** What DynamoDB's operations need. Tables have no resource policies here. */
export const dynamodbAccess = (context: Context): Access => ({
  refusal: { code: 'AccessDeniedException', status: 400 },
  permissions: {
    ...itemAccess(context),
    CreateTable: createTable(context),
    ListTables: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
    ...forEach(TABLE_OPERATIONS, (name) => onTable(context, name)),
    ...forEach(TAG_OPERATIONS, onTags),
  },
  async resourceTags(resource) {
    const [, name = ''] = resource.split('/');
    return (await context.tables.get(name))?.Tags;
  },
});
