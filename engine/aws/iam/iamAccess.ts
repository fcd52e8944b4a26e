import { z } from 'zod';
import { formList } from '../../endpoint/protocols/formFields.ts';
import {
  type Access,
  forEach,
  type Permission,
  type PermissionsOf,
  permissions,
  requestTags,
} from '../../iam/access.ts';
import { Tag } from '../../iam/roleStore.ts';
import type { IamState } from './state.ts';

const Tags = formList(Tag, 50)
  .transform((tags) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])))
  .optional();

const OfRole = z.looseObject({ RoleName: z.string(), PolicyArn: z.string().optional() });
const OfPolicy = z.looseObject({ PolicyArn: z.string() });
const NewRole = z.looseObject({ RoleName: z.string(), Path: z.string().default('/'), Tags });
const NewPolicy = z.looseObject({ PolicyName: z.string(), Path: z.string().default('/'), Tags });

/** A role's ARN holds its path, which only its record tells. */
const onRole = (state: IamState, operation: string): PermissionsOf =>
  permissions(OfRole, async ({ RoleName, PolicyArn }) => {
    const role = await state.roles.get(RoleName);
    return [
      {
        action: `iam:${operation}`,
        resource: role?.arn ?? state.arn(`role/${RoleName}`),
        keys: { 'iam:PolicyARN': PolicyArn },
      },
    ];
  });

const onPolicy = (operation: string): PermissionsOf =>
  permissions(OfPolicy, ({ PolicyArn }) => [{ action: `iam:${operation}`, resource: PolicyArn }]);

const made = (
  action: string,
  tagAction: string,
  made: { resource: string; tags: Record<string, string> },
): Permission[] => {
  const asked = { resource: made.resource, keys: requestTags(made.tags) };
  const tag = { action: tagAction, ...asked };
  return [{ action, ...asked }, ...(Object.keys(made.tags).length > 0 ? [tag] : [])];
};

const createRole = (state: IamState): PermissionsOf =>
  permissions(NewRole, ({ RoleName, Path, Tags: tags = {} }) =>
    made('iam:CreateRole', 'iam:TagRole', { resource: state.arn(`role${Path}${RoleName}`), tags }),
  );

const createPolicy = (state: IamState): PermissionsOf =>
  permissions(NewPolicy, ({ PolicyName, Path, Tags: tags = {} }) =>
    made('iam:CreatePolicy', 'iam:TagPolicy', {
      resource: state.arn(`policy${Path}${PolicyName}`),
      tags,
    }),
  );

const ROLE_READS = ['GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListRolePolicies'];
const ROLE_WRITES = [
  'AttachRolePolicy',
  'DeleteRole',
  'DeleteRolePolicy',
  'DetachRolePolicy',
  'PutRolePolicy',
  'UpdateAssumeRolePolicy',
  'UpdateRole',
];
const POLICY_READS = ['GetPolicy', 'GetPolicyVersion', 'ListPolicyVersions'];
const POLICY_WRITES = [
  'CreatePolicyVersion',
  'DeletePolicy',
  'DeletePolicyVersion',
  'SetDefaultPolicyVersion',
];

/** What IAM's own operations need. After its writes, all policies are read anew. */
export const iamAccess = (state: IamState): Access => ({
  refusal: { code: 'AccessDenied', status: 403 },
  permissions: {
    ...forEach([...ROLE_READS, ...ROLE_WRITES], (operation) => onRole(state, operation)),
    ...forEach([...POLICY_READS, ...POLICY_WRITES], onPolicy),
    CreateRole: createRole(state),
    CreatePolicy: createPolicy(state),
    ListRoles: () => [{ action: 'iam:ListRoles', resource: '*' }],
  },
  policyWrites: ['CreateRole', 'CreatePolicy', ...ROLE_WRITES, ...POLICY_WRITES],
  async resourceTags(resource) {
    const role = await state.roles.get(resource.split('/').at(-1) ?? '');
    return Object.fromEntries(role?.tags.map(({ Key, Value }) => [Key, Value]) ?? []);
  },
});
