import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import type { ManagedPolicy } from '../../iam/managedPolicy.ts';
import { checkPolicy } from '../../iam/policy/policy.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { Description, Path, PolicyArn, PolicyName, PolicyText, Tags } from './fields.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './iamErrors.ts';
import type { IamState } from './state.ts';

/** AWS's quota; white space does not count. */
const LARGEST = 6144;

const NewPolicy = z.object({
  PolicyName,
  Path: Path.default('/'),
  PolicyDocument: PolicyText,
  Description: Description.optional(),
  Tags: Tags.default([]),
});

/** Throws MalformedPolicyDocument or LimitExceeded. */
export const checkManagedDocument = (text: string): void => {
  checkPolicy(text, 'identity');
  if (text.replace(/\s/g, '').length <= LARGEST) return;
  throw limitExceeded(`Cannot exceed quota for PolicySize: ${LARGEST}`);
};

/** Throws NoSuchEntity. */
export const policyNamed = async (state: IamState, arn: string): Promise<ManagedPolicy> => {
  const policy = await state.policies.get(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
};

/** A managed policy that the account may change. Throws NoSuchEntity, AccessDenied for AWS's own. */
export const ownPolicy = (state: IamState, arn: string): Promise<ManagedPolicy> => {
  if (!arn.startsWith('arn:aws:iam::aws:')) return policyNamed(state, arn);
  throw new AwsError('AccessDenied', `Policy ${arn} belongs to AWS and cannot be changed.`, {
    status: 403,
  });
};

const view = (policy: ManagedPolicy, attachments: number): JsonObject => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.defaultVersion,
  AttachmentCount: attachments,
  PermissionsBoundaryUsageCount: 0,
  IsAttachable: true,
  Description: policy.description,
  CreateDate: policy.createdAt,
  UpdateDate: policy.updatedAt,
  Tags: policy.tags.length > 0 ? policy.tags : undefined,
});

const attachmentCount = async (state: IamState, arn: string): Promise<number> => {
  const roles = await state.roles.list();
  return roles.filter(({ value }) => value.attachedPolicies.includes(arn)).length;
};

const createPolicy = (state: IamState): Operation =>
  operation(NewPolicy, (input) => {
    checkManagedDocument(input.PolicyDocument);
    const name = input.PolicyName;
    const arn = state.arn(`policy${input.Path}${name}`);
    return state.change(async () => {
      const all = await state.policies.list();
      if (all.some(({ value }) => value.name === name)) {
        throw alreadyExists(
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
        );
      }
      const createdAt = state.now();
      const policy: ManagedPolicy = {
        name,
        id: state.newId('ANPA'),
        path: input.Path,
        arn,
        createdAt,
        updatedAt: createdAt,
        description: input.Description,
        tags: input.Tags,
        defaultVersion: 'v1',
        nextVersion: 2,
        versions: [{ id: 'v1', document: input.PolicyDocument, createdAt }],
      };
      await state.policies.put(arn, policy);
      return { Policy: view(policy, 0) };
    });
  });

const deletePolicy = (state: IamState): Operation =>
  operation(z.object({ PolicyArn }), (input) =>
    state.change(async () => {
      const policy = await ownPolicy(state, input.PolicyArn);
      if ((await attachmentCount(state, policy.arn)) > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (policy.versions.length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      await state.policies.delete(policy.arn);
      return {};
    }),
  );

/** Managed policies. */
export const managedPolicyOperations = (state: IamState) => ({
  CreatePolicy: createPolicy(state),
  GetPolicy: operation(z.object({ PolicyArn }), async (input) => {
    const policy = await policyNamed(state, input.PolicyArn);
    return { Policy: view(policy, await attachmentCount(state, policy.arn)) };
  }),
  DeletePolicy: deletePolicy(state),
});
