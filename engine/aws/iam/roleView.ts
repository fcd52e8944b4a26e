import type { StoredRole } from '../../iam/roleStore.ts';
import type { JsonObject } from '../../kernel/json.ts';

/** A role as IAM's answers show it: documents are percent-encoded there. */
export const roleView = (role: StoredRole): JsonObject => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: role.createdAt,
  AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
  Description: role.description,
  MaxSessionDuration: role.maxSessionDuration,
  Tags: role.tags.length > 0 ? role.tags : undefined,
});

/** Lists show neither a role's tags nor its last use. */
export const listedRoleView = (role: StoredRole): JsonObject => {
  const { Tags: _tags, ...rest } = roleView(role);
  return rest;
};
