import { z } from 'zod';
import {
  type Access,
  forEach,
  type PermissionsOf,
  permissions,
  requestTags,
  TagList,
} from '../../iam/access.ts';
import type { Parameters } from './parameter.ts';

const One = z.looseObject({ Name: z.string() });
const Several = z.looseObject({ Names: z.array(z.string()) });
const ByPath = z.looseObject({ Path: z.string(), Recursive: z.boolean().default(false) });
const NewParameter = One.extend({
  Overwrite: z.boolean().default(false),
  Tags: TagList.optional(),
});
const Tagged = z.looseObject({
  ResourceId: z.string(),
  Tags: TagList.optional(),
  TagKeys: z.array(z.string()).optional(),
});

const arnOf = (parameters: Parameters, nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : parameters.arnOf(nameOrArn);

const onOne = (parameters: Parameters, operation: string): PermissionsOf =>
  permissions(One, ({ Name }) => [
    { action: `ssm:${operation}`, resource: arnOf(parameters, Name) },
  ]);

const onSeveral = (parameters: Parameters, operation: string): PermissionsOf =>
  permissions(Several, ({ Names }) =>
    Names.map((name) => ({ action: `ssm:${operation}`, resource: arnOf(parameters, name) })),
  );

const onPath = (parameters: Parameters): PermissionsOf =>
  permissions(ByPath, ({ Path, Recursive }) => [
    {
      action: 'ssm:GetParametersByPath',
      resource: parameters.arnOf(Path),
      keys: { 'ssm:Recursive': String(Recursive) },
    },
  ]);

const putParameter = (parameters: Parameters): PermissionsOf =>
  permissions(NewParameter, ({ Name, Overwrite, Tags: tags = {} }) => {
    const resource = arnOf(parameters, Name);
    const keys = requestTags(tags);
    const tag = { action: 'ssm:AddTagsToResource', resource, keys };
    return [
      {
        action: 'ssm:PutParameter',
        resource,
        keys: { ...keys, 'ssm:Overwrite': String(Overwrite) },
      },
      ...(Object.keys(tags).length > 0 ? [tag] : []),
    ];
  });

const onTags = (parameters: Parameters, operation: string): PermissionsOf =>
  permissions(Tagged, ({ ResourceId, Tags: tags = {}, TagKeys }) => [
    {
      action: `ssm:${operation}`,
      resource: arnOf(parameters, ResourceId),
      keys: requestTags(tags, TagKeys),
    },
  ]);

const TAGS = ['AddTagsToResource', 'RemoveTagsFromResource', 'ListTagsForResource'];

/** What the parameter store's operations need. */
export const ssmAccess = (parameters: Parameters): Access => ({
  refusal: { code: 'AccessDeniedException', status: 400 },
  permissions: {
    ...forEach(['GetParameter', 'DeleteParameter'], (name) => onOne(parameters, name)),
    ...forEach(['GetParameters', 'DeleteParameters'], (name) => onSeveral(parameters, name)),
    ...forEach(TAGS, (name) => onTags(parameters, name)),
    GetParametersByPath: onPath(parameters),
    PutParameter: putParameter(parameters),
    DescribeParameters: () => [{ action: 'ssm:DescribeParameters', resource: '*' }],
  },
  resourceTags: async (resource) => (await parameters.find(resource))?.tags,
});
