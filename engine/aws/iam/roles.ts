import { z } from 'zod';
import { unsupportedOperation } from '../../endpoint/errors.ts';
import { formInteger } from '../../endpoint/protocols/formFields.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import { checkPolicy } from '../../iam/policy/policy.ts';
import type { StoredRole } from '../../iam/roleStore.ts';
import { Description, Paging, Path, PolicyText, RoleName, Tags } from './fields.ts';
import { alreadyExists, deleteConflict, limitExceeded } from './iamErrors.ts';
import { pageOf } from './page.ts';
import { listedRoleView, roleView } from './roleView.ts';
import type { IamState } from './state.ts';

const LONGEST_TRUST_POLICY = 2048;

const SessionDuration = formInteger(3600, 43_200);

const NewRole = z.object({
  RoleName,
  Path: Path.default('/'),
  AssumeRolePolicyDocument: PolicyText,
  Description: Description.optional(),
  MaxSessionDuration: SessionDuration.default(3600),
  Tags: Tags.default([]),
  PermissionsBoundary: z.unknown().optional(),
});

const checkTrust = (text: string): void => {
  checkPolicy(text, 'trust');
  if (text.replace(/\s/g, '').length <= LONGEST_TRUST_POLICY) return;
  throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${LONGEST_TRUST_POLICY}`);
};

const createRole = (state: IamState): Operation =>
  operation(NewRole, (input) => {
    if (input.PermissionsBoundary !== undefined) {
      throw unsupportedOperation('iam', 'CreateRole with PermissionsBoundary');
    }
    checkTrust(input.AssumeRolePolicyDocument);
    const name = input.RoleName;
    return state.change(async () => {
      if (await state.roles.get(name)) {
        throw alreadyExists(`Role with name ${name} already exists.`);
      }
      const role: StoredRole = {
        name,
        id: state.newId('AROA'),
        path: input.Path,
        arn: state.arn(`role${input.Path}${name}`),
        createdAt: state.now(),
        description: input.Description,
        maxSessionDuration: input.MaxSessionDuration,
        tags: input.Tags,
        trustPolicy: input.AssumeRolePolicyDocument,
        inlinePolicies: {},
        attachedPolicies: [],
      };
      await state.roles.put(name, role);
      return { Role: roleView(role) };
    });
  });

const updateRole = (state: IamState): Operation =>
  operation(
    z.object({
      RoleName,
      Description: Description.optional(),
      MaxSessionDuration: SessionDuration.optional(),
    }),
    async (input) => {
      await state.changeRole(input.RoleName, (role) => ({
        ...role,
        description: input.Description ?? role.description,
        maxSessionDuration: input.MaxSessionDuration ?? role.maxSessionDuration,
      }));
      return {};
    },
  );

const updateTrust = (state: IamState): Operation =>
  operation(z.object({ RoleName, PolicyDocument: PolicyText }), async (input) => {
    checkTrust(input.PolicyDocument);
    await state.changeRole(input.RoleName, (role) => ({
      ...role,
      trustPolicy: input.PolicyDocument,
    }));
    return {};
  });

const deleteRole = (state: IamState): Operation =>
  operation(z.object({ RoleName }), (input) =>
    state.change(async () => {
      const role = await state.role(input.RoleName);
      if (Object.keys(role.inlinePolicies).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      if (role.attachedPolicies.length > 0) {
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      }
      await state.roles.delete(role.name);
      return {};
    }),
  );

const listRoles = (state: IamState): Operation =>
  operation(z.object({ PathPrefix: z.string().default('/'), ...Paging }), async (input) => {
    const entries = await state.roles.list();
    const roles = entries
      .map(({ value }) => value)
      .filter((role) => role.path.startsWith(input.PathPrefix));
    const { items, more } = pageOf(roles, (role) => role.name, input);
    return { Roles: items.map(listedRoleView), ...more };
  });

/** Roles and who may assume them. */
export const roleOperations = (state: IamState) => ({
  CreateRole: createRole(state),
  GetRole: operation(z.object({ RoleName }), async (input) => ({
    Role: roleView(await state.role(input.RoleName)),
  })),
  UpdateRole: updateRole(state),
  UpdateAssumeRolePolicy: updateTrust(state),
  DeleteRole: deleteRole(state),
  ListRoles: listRoles(state),
});
