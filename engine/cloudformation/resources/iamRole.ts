import { z } from 'zod';
import { unlessAbsent } from '../absence.ts';
import { given, PolicyDocument, without } from '../properties.ts';
import type { Actions, Made, ResourceContext } from '../provider.ts';

const LONGEST_NAME = 64;

/** The properties of AWS::IAM::Role. */
export const Role = z.strictObject({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: PolicyDocument,
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Description: given,
  MaxSessionDuration: given,
  Path: given,
  PermissionsBoundary: given,
  Tags: given,
});
type Role = z.infer<typeof Role>;

const Answer = z.object({ RoleName: z.string(), RoleId: z.string(), Arn: z.string() });

const madeOf = (answer: unknown): Made => {
  const { RoleName, RoleId, Arn } = Answer.parse(answer);
  return { physicalId: RoleName, attributes: { Arn, RoleId } };
};

const nameOf = (role: Role, { name }: ResourceContext): string =>
  role.RoleName ?? name(LONGEST_NAME);

const putPolicies = async (RoleName: string, role: Role, { call }: ResourceContext) => {
  for (const policy of role.Policies) {
    await call('iam', 'PutRolePolicy', { RoleName, ...policy });
  }
  for (const PolicyArn of role.ManagedPolicyArns) {
    await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  }
};

const dropPolicies = async (before: Role, RoleName: string, { call }: ResourceContext) => {
  for (const { PolicyName } of before.Policies) {
    await unlessAbsent(() => call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
  }
  for (const PolicyArn of before.ManagedPolicyArns) {
    await unlessAbsent(() => call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
  }
};

const withoutThoseOf = (before: Role, after: Role): Role => ({
  ...before,
  Policies: before.Policies.filter(
    ({ PolicyName }) => !after.Policies.some((policy) => policy.PolicyName === PolicyName),
  ),
  ManagedPolicyArns: before.ManagedPolicyArns.filter(
    (arn) => !after.ManagedPolicyArns.includes(arn),
  ),
});

/** A role with its inline and managed policies. */
export const role: Actions<Role> = {
  async create(properties, context) {
    const settings = without(properties, 'Policies', 'ManagedPolicyArns');
    const RoleName = nameOf(properties, context);
    const answer = await context.call('iam', 'CreateRole', { ...settings, RoleName });
    await putPolicies(RoleName, properties, context);
    return madeOf(answer['Role']);
  },
  find: (properties, context) =>
    unlessAbsent(async () => {
      const input = { RoleName: nameOf(properties, context) };
      return madeOf((await context.call('iam', 'GetRole', input))['Role']);
    }),
  async update(properties, existing, context) {
    const RoleName = existing.physicalId;
    const {
      AssumeRolePolicyDocument: PolicyDocument,
      Description,
      MaxSessionDuration,
    } = properties;
    await context.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
    const settings = without({ RoleName, Description, MaxSessionDuration });
    await context.call('iam', 'UpdateRole', settings);
    await dropPolicies(withoutThoseOf(existing.properties, properties), RoleName, context);
    await putPolicies(RoleName, properties, context);
    return existing;
  },
  async delete(existing, context) {
    await dropPolicies(existing.properties, existing.physicalId, context);
    await context.call('iam', 'DeleteRole', { RoleName: existing.physicalId });
  },
};
