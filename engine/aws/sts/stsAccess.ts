import { z } from 'zod';
import type { Principal } from '../../endpoint/call.ts';
import { formList } from '../../endpoint/protocols/formFields.ts';
import type { Engine } from '../../engine.ts';
import { type Access, permissions, requestTags } from '../../iam/access.ts';
import { rolesIn, Tag } from '../../iam/roleStore.ts';
import { inheritedTags } from './sessionTags.ts';

const AssumeRole = z.looseObject({
  RoleArn: z.string(),
  RoleSessionName: z.string(),
  ExternalId: z.string().optional(),
  Tags: formList(Tag, 50).default([]),
  TransitiveTagKeys: formList(z.string(), 50).default([]),
});
type AssumeRole = z.infer<typeof AssumeRole>;

const keysOf = (input: AssumeRole, tags: Readonly<Record<string, string>>) => ({
  ...requestTags(tags),
  'sts:RoleSessionName': input.RoleSessionName,
  'sts:ExternalId': input.ExternalId,
  'sts:TransitiveTagKeys': input.TransitiveTagKeys,
});

/** Tags that a session is given, or hands on, need `sts:TagSession` beside the role itself. */
const assumeRole = (input: AssumeRole, caller: Principal) => {
  const given = Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value]));
  const tags = { ...inheritedTags(caller).tags, ...given };
  const asked = { resource: input.RoleArn, keys: keysOf(input, tags) };
  const assume = { action: 'sts:AssumeRole', ...asked };
  return Object.keys(tags).length > 0 ? [assume, { action: 'sts:TagSession', ...asked }] : [assume];
};

/** What STS's operations need: a role's trust, and where that names the account, own permission. */
export const stsAccess = (engine: Engine): Access => {
  const roles = rolesIn(engine.store);
  const roleOf = async (arn: string) => {
    const role = await roles.get(arn.split('/').at(-1) ?? '');
    return role?.arn === arn ? role : undefined;
  };
  return {
    refusal: { code: 'AccessDenied', status: 403 },
    // GetCallerIdentity asks nobody: an explicit deny has no effect on it either.
    permissions: { AssumeRole: permissions(AssumeRole, assumeRole), GetCallerIdentity: () => [] },
    resourcePolicy: async (resource) => (await roleOf(resource))?.trustPolicy,
    async resourceTags(resource) {
      const role = await roleOf(resource);
      return role && Object.fromEntries(role.tags.map(({ Key, Value }) => [Key, Value]));
    },
  };
};
