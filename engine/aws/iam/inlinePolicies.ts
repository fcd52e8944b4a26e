import { z } from 'zod';
import { type Operation, operation } from '../../endpoint/service.ts';
import { checkPolicy } from '../../iam/policy/policy.ts';
import type { StoredRole } from '../../iam/roleStore.ts';
import { Paging, PolicyName, PolicyText, RoleName } from './fields.ts';
import { limitExceeded, noSuchEntity } from './iamErrors.ts';
import { pageOf, sorted } from './page.ts';
import type { IamState } from './state.ts';

/** AWS's quota on all inline policies of a role together; white space does not count. */
const LARGEST_SUM = 10_240;

const Named = z.object({ RoleName, PolicyName });

const documentOf = (role: StoredRole, policyName: string): string => {
  const text = new Map(Object.entries(role.inlinePolicies)).get(policyName);
  if (text === undefined) {
    throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
  }
  return text;
};

const checkSum = (role: StoredRole): StoredRole => {
  const sum = Object.values(role.inlinePolicies).join('').replace(/\s/g, '').length;
  if (sum <= LARGEST_SUM) return role;
  throw limitExceeded(`Maximum policy size of ${LARGEST_SUM} bytes exceeded for role ${role.name}`);
};

const putRolePolicy = (state: IamState): Operation =>
  operation(Named.extend({ PolicyDocument: PolicyText }), async (input) => {
    checkPolicy(input.PolicyDocument, 'identity');
    await state.changeRole(input.RoleName, (role) =>
      checkSum({
        ...role,
        inlinePolicies: { ...role.inlinePolicies, [input.PolicyName]: input.PolicyDocument },
      }),
    );
    return {};
  });

const deleteRolePolicy = (state: IamState): Operation =>
  operation(Named, async (input) => {
    await state.changeRole(input.RoleName, (role) => {
      documentOf(role, input.PolicyName);
      const { [input.PolicyName]: _deleted, ...inlinePolicies } = role.inlinePolicies;
      return { ...role, inlinePolicies };
    });
    return {};
  });

const getRolePolicy = (state: IamState): Operation =>
  operation(Named, async (input) => {
    const text = documentOf(await state.role(input.RoleName), input.PolicyName);
    return {
      RoleName: input.RoleName,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeURIComponent(text),
    };
  });

const listRolePolicies = (state: IamState): Operation =>
  operation(z.object({ RoleName, ...Paging }), async (input) => {
    const role = await state.role(input.RoleName);
    const names = sorted(Object.keys(role.inlinePolicies));
    const { items, more } = pageOf(names, (name) => name, input);
    return { PolicyNames: items, ...more };
  });

/** The policies that a role holds in itself. */
export const inlinePolicyOperations = (state: IamState) => ({
  PutRolePolicy: putRolePolicy(state),
  GetRolePolicy: getRolePolicy(state),
  DeleteRolePolicy: deleteRolePolicy(state),
  ListRolePolicies: listRolePolicies(state),
});
