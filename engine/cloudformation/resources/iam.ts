import { z } from 'zod';
import { unlessAbsent } from '../absence.ts';
import { given, PolicyDocument, without } from '../properties.ts';
import { type Actions, provide, type ResourceContext } from '../provider.ts';
import { Role, role } from './iamRole.ts';

const LONGEST_NAME = 128;

const Policy = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument,
  Roles: z.array(z.string()).default([]),
});
type Policy = z.infer<typeof Policy>;

const dropFrom = async (
  roles: readonly string[],
  PolicyName: string,
  { call }: ResourceContext,
) => {
  for (const RoleName of roles) {
    await unlessAbsent(() => call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
  }
};

const policy: Actions<Policy> = {
  async create({ Roles, ...inline }, { call }) {
    for (const RoleName of Roles) await call('iam', 'PutRolePolicy', { RoleName, ...inline });
    return { physicalId: inline.PolicyName, attributes: {} };
  },
  async update(properties, { properties: before }, context) {
    const renamed = before.PolicyName !== properties.PolicyName;
    const gone = before.Roles.filter((name) => renamed || !properties.Roles.includes(name));
    const made = await policy.create(properties, context);
    await dropFrom(gone, before.PolicyName, context);
    return made;
  },
  delete: ({ properties }, context) => dropFrom(properties.Roles, properties.PolicyName, context),
};

const ManagedPolicy = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  PolicyDocument,
  Roles: z.array(z.string()).default([]),
  Description: given,
  Path: z.string().default('/'),
});
type ManagedPolicy = z.infer<typeof ManagedPolicy>;

const attach = async (arn: string, { Roles }: ManagedPolicy, { call }: ResourceContext) => {
  for (const RoleName of Roles) {
    await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn: arn });
  }
  return { physicalId: arn, attributes: { PolicyArn: arn } };
};

const detach = async (arn: string, roles: readonly string[], { call }: ResourceContext) => {
  for (const RoleName of roles) {
    await unlessAbsent(() => call('iam', 'DetachRolePolicy', { RoleName, PolicyArn: arn }));
  }
};

const nameOf = (properties: ManagedPolicy, { name }: ResourceContext): string =>
  properties.ManagedPolicyName ?? name(LONGEST_NAME);

const Versions = z.array(z.object({ VersionId: z.string(), IsDefaultVersion: z.boolean() }));

/** A policy holds five versions at most, so the old ones go. */
const setDocument = async (
  PolicyArn: string,
  PolicyDocument: string,
  { call }: ResourceContext,
) => {
  await call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
  const answer = await call('iam', 'ListPolicyVersions', { PolicyArn });
  for (const { VersionId, IsDefaultVersion } of Versions.parse(answer['Versions'])) {
    if (IsDefaultVersion) continue;
    await call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
  }
};

const managedPolicy: Actions<ManagedPolicy> = {
  async create(properties, context) {
    const settings = without(properties, 'Roles', 'ManagedPolicyName');
    const input = { ...settings, PolicyName: nameOf(properties, context) };
    const answer = await context.call('iam', 'CreatePolicy', input);
    const { Arn } = z.object({ Arn: z.string() }).parse(answer['Policy']);
    return attach(Arn, properties, context);
  },
  find: (properties, context) =>
    unlessAbsent(async () => {
      const path = `policy${properties.Path}${nameOf(properties, context)}`;
      const PolicyArn = `arn:aws:iam::${context.accountId}:${path}`;
      await context.call('iam', 'GetPolicy', { PolicyArn });
      return { physicalId: PolicyArn, attributes: { PolicyArn } };
    }),
  async update(properties, existing, context) {
    const { physicalId: PolicyArn, properties: before } = existing;
    await setDocument(PolicyArn, properties.PolicyDocument, context);
    const gone = before.Roles.filter((name) => !properties.Roles.includes(name));
    await detach(PolicyArn, gone, context);
    return attach(PolicyArn, properties, context);
  },
  async delete({ physicalId, properties }, context) {
    await detach(physicalId, properties.Roles, context);
    await context.call('iam', 'DeletePolicy', { PolicyArn: physicalId });
  },
};

/** Roles and policies. */
export const iamResources = {
  'AWS::IAM::ManagedPolicy': provide(ManagedPolicy, managedPolicy),
  'AWS::IAM::Policy': provide(Policy, policy),
  'AWS::IAM::Role': provide(Role, role),
};
