import { z } from 'zod';
import { formFlag } from '../../endpoint/protocols/formFields.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import type { ManagedPolicy } from '../../iam/managedPolicy.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { Paging, PolicyArn, PolicyText } from './fields.ts';
import { deleteConflict, limitExceeded, noSuchEntity } from './iamErrors.ts';
import { checkManagedDocument, ownPolicy, policyNamed } from './managedPolicies.ts';
import { pageOf } from './page.ts';
import type { IamState } from './state.ts';

/** AWS's quota. */
const MOST_VERSIONS = 5;

type Version = ManagedPolicy['versions'][number];

const VersionId = z.string().regex(/^v[1-9]\d*$/);
const Named = z.object({ PolicyArn, VersionId });

const view = (policy: ManagedPolicy, version: Version): JsonObject => ({
  VersionId: version.id,
  IsDefaultVersion: version.id === policy.defaultVersion,
  CreateDate: version.createdAt,
});

const versionOf = (policy: ManagedPolicy, id: string): Version => {
  const version = policy.versions.find((one) => one.id === id);
  if (version) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
};

const createPolicyVersion = (state: IamState): Operation =>
  operation(
    z.object({ PolicyArn, PolicyDocument: PolicyText, SetAsDefault: formFlag.default(false) }),
    (input) => {
      checkManagedDocument(input.PolicyDocument);
      return state.change(async () => {
        const policy = await ownPolicy(state, input.PolicyArn);
        if (policy.versions.length >= MOST_VERSIONS) {
          throw limitExceeded(
            `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
          );
        }
        const createdAt = state.now();
        const version = { id: `v${policy.nextVersion}`, document: input.PolicyDocument, createdAt };
        const edited: ManagedPolicy = {
          ...policy,
          updatedAt: createdAt,
          nextVersion: policy.nextVersion + 1,
          defaultVersion: input.SetAsDefault ? version.id : policy.defaultVersion,
          versions: [...policy.versions, version],
        };
        await state.policies.put(policy.arn, edited);
        return { PolicyVersion: view(edited, version) };
      });
    },
  );

const setDefaultPolicyVersion = (state: IamState): Operation =>
  operation(Named, (input) =>
    state.change(async () => {
      const policy = await ownPolicy(state, input.PolicyArn);
      const { id } = versionOf(policy, input.VersionId);
      await state.policies.put(policy.arn, {
        ...policy,
        defaultVersion: id,
        updatedAt: state.now(),
      });
      return {};
    }),
  );

const deletePolicyVersion = (state: IamState): Operation =>
  operation(Named, (input) =>
    state.change(async () => {
      const policy = await ownPolicy(state, input.PolicyArn);
      const { id } = versionOf(policy, input.VersionId);
      if (id === policy.defaultVersion) {
        throw deleteConflict('Cannot delete the default version of a policy.');
      }
      const versions = policy.versions.filter((version) => version.id !== id);
      await state.policies.put(policy.arn, { ...policy, versions });
      return {};
    }),
  );

const getPolicyVersion = (state: IamState): Operation =>
  operation(Named, async (input) => {
    const policy = await policyNamed(state, input.PolicyArn);
    const version = versionOf(policy, input.VersionId);
    const Document = encodeURIComponent(version.document);
    return { PolicyVersion: { Document, ...view(policy, version) } };
  });

const listPolicyVersions = (state: IamState): Operation =>
  operation(z.object({ PolicyArn, ...Paging }), async (input) => {
    const policy = await policyNamed(state, input.PolicyArn);
    const order = (version: Version) => version.id.padStart(12, '0');
    const { items, more } = pageOf(policy.versions, order, input);
    return { Versions: items.map((version) => view(policy, version)), ...more };
  });

/** The versions of managed policies. */
export const policyVersionOperations = (state: IamState) => ({
  CreatePolicyVersion: createPolicyVersion(state),
  GetPolicyVersion: getPolicyVersion(state),
  ListPolicyVersions: listPolicyVersions(state),
  SetDefaultPolicyVersion: setDefaultPolicyVersion(state),
  DeletePolicyVersion: deletePolicyVersion(state),
});
