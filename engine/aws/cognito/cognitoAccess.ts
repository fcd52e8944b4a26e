import { z } from 'zod';
import {
  type Access,
  forEach,
  type PermissionsOf,
  permissions,
  requestTags,
} from '../../iam/access.ts';
import { poolArn } from './pools/poolArn.ts';
import type { CognitoState } from './state.ts';

const Tags = z.record(z.string(), z.string());
const OfPool = z.looseObject({ UserPoolId: z.string(), UserPoolTags: Tags.optional() });
const NewPool = z.looseObject({ UserPoolTags: Tags.default({}) });
const Tagged = z.looseObject({
  ResourceArn: z.string(),
  Tags: Tags.optional(),
  TagKeys: z.array(z.string()).optional(),
});

const onPool = ({ engine }: CognitoState, operation: string): PermissionsOf =>
  permissions(OfPool, ({ UserPoolId, UserPoolTags = {} }) => [
    {
      action: `cognito-idp:${operation}`,
      resource: poolArn(engine, UserPoolId),
      keys: requestTags(UserPoolTags),
    },
  ]);

/**
 * A new pool's tags need the permission to tag a pool. AWS does not say whether the new pool has them
 * already when that is judged: here it has none, so that a policy must go by the request's.
 */
const createUserPool = ({ engine }: CognitoState): PermissionsOf =>
  permissions(NewPool, ({ UserPoolTags }) => {
    const keys = requestTags(UserPoolTags);
    const tag = { action: 'cognito-idp:TagResource', resource: poolArn(engine, '*'), keys };
    return [
      { action: 'cognito-idp:CreateUserPool', resource: '*', keys },
      ...(Object.keys(UserPoolTags).length > 0 ? [tag] : []),
    ];
  });

const onTags = (operation: string): PermissionsOf =>
  permissions(Tagged, ({ ResourceArn, Tags: tags = {}, TagKeys }) => [
    {
      action: `cognito-idp:${operation}`,
      resource: ResourceArn,
      keys: requestTags(tags, TagKeys),
    },
  ]);

const POOL_OPERATIONS = [
  'AddCustomAttributes',
  'AdminCreateUser',
  'AdminDeleteUser',
  'AdminDeleteUserAttributes',
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminGetUser',
  'AdminInitiateAuth',
  'AdminResetUserPassword',
  'AdminRespondToAuthChallenge',
  'AdminSetUserMFAPreference',
  'AdminSetUserPassword',
  'AdminUpdateUserAttributes',
  'AdminUserGlobalSignOut',
  'CreateUserPoolClient',
  'DeleteUserPool',
  'DeleteUserPoolClient',
  'DescribeUserPool',
  'DescribeUserPoolClient',
  'GetUserPoolMfaConfig',
  'ListUserPoolClients',
  'ListUsers',
  'SetUserPoolMfaConfig',
  'UpdateUserPool',
  'UpdateUserPoolClient',
];

/** What Cognito's operations need; those for users themselves are open to all. */
export const cognitoAccess = (state: CognitoState): Access => ({
  refusal: { code: 'AccessDeniedException', status: 400 },
  permissions: {
    ...forEach(POOL_OPERATIONS, (operation) => onPool(state, operation)),
    ...forEach(['TagResource', 'UntagResource', 'ListTagsForResource'], onTags),
    CreateUserPool: createUserPool(state),
    ListUserPools: () => [{ action: 'cognito-idp:ListUserPools', resource: '*' }],
  },
  async resourceTags(resource) {
    return (await state.pools.get(resource.split('/').at(-1) ?? ''))?.settings.UserPoolTags;
  },
});
